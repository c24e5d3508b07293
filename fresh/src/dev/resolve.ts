/**
 * Lets esbuild resolve what `deno.json` maps.
 *
 * @module
 */
import type { Plugin } from "esbuild";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import self from "../../deno.json" with { type: "json" };

/** Folder of this package. */
const PACKAGE_DIR = fileURLToPath(new URL("../../", import.meta.url));

/** Its sources, whose imports its own `deno.json` maps. */
const SOURCE_DIR = join(PACKAGE_DIR, "src/");

type ImportMap = Record<string, string>;

/** An import that `deno.json` maps, and what it stands for. */
export interface Mapped {
  /** What the entry says, such as "npm:preact@^10". */
  target: string;
  /** What came after the entry's name, such as "/hooks". */
  rest: string;
}

/** Looks an import up in the `imports` of a `deno.json`. */
export function lookUp(imports: ImportMap, specifier: string): Mapped | null {
  const names = Object.keys(imports).filter((name) =>
    specifier === name ||
    // Entries for packages stand for their sub-paths as well.
    specifier.startsWith(name.endsWith("/") ? name : `${name}/`)
  );
  const name = names.sort((a, b) => b.length - a.length)[0];
  if (name === undefined) return null;
  return { target: imports[name]!, rest: specifier.slice(name.length) };
}

/** Splits "npm:@scope/name@1.2/sub" or "jsr:…" into name and sub-path. */
export function parsePackage(target: string): { name: string; sub: string } {
  const [, name = "", sub = ""] =
    /^(?:npm|jsr):\/?((?:@[^/@]+\/)?[^/@]+)(?:@[^/]*)?(.*)$/.exec(target) ?? [];
  return { name, sub };
}

/** The parts of a `deno.json` that say what imports mean. */
interface Config {
  imports?: ImportMap;
  workspace?: unknown;
}

/**
 * Reads the `imports` of the project, and of the workspace that it is in.
 * Paths among them come back absolute.
 */
export async function readImports(root: string): Promise<ImportMap> {
  let found: ImportMap | undefined;
  for (let dir = root;; dir = dirname(dir)) {
    const config = await readConfig(dir);
    if (config !== null && (found === undefined || config.workspace)) {
      found = { ...absolute(config.imports ?? {}, dir), ...found };
      if (config.workspace) return found;
    }
    if (dir === dirname(dir)) return found ?? {};
  }
}

async function readConfig(dir: string): Promise<Config | null> {
  for (const name of ["deno.json", "deno.jsonc"]) {
    try {
      const text = await Deno.readTextFile(join(dir, name));
      // Comments on lines of their own, which is where `deno fmt` leaves them.
      return JSON.parse(text.replace(/^\s*\/\/.*$/gm, "")) as Config;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return null;
}

function absolute(imports: ImportMap, dir: string): ImportMap {
  return Object.fromEntries(
    Object.entries(imports).map(([name, target]) => [
      name,
      /^\.{0,2}\//.test(target) ? join(dir, target) : target,
    ]),
  );
}

/** Creates the esbuild plugin. */
export function denoResolver(root: string, imports: ImportMap): Plugin {
  return {
    name: "deno-imports",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async (args) => {
        // Second round of an import that was an npm package already.
        if (args.pluginData === "npm" || args.kind === "entry-point") return;
        const isOwn = args.importer.startsWith(SOURCE_DIR);
        const isPackage = args.importer.includes("/node_modules/");
        if (isPackage) return;
        const mapped = lookUp(isOwn ? self.imports : imports, args.path);
        const target = mapped?.target ?? args.path;
        const rest = mapped?.rest ?? "";
        if (target.startsWith("npm:")) {
          const { name, sub } = parsePackage(target);
          return await build.resolve(name + sub + rest, {
            kind: args.kind,
            importer: args.importer,
            // One folder for all, so that there is one Preact only.
            resolveDir: root,
            pluginData: "npm",
          });
        }
        if (target.startsWith("jsr:")) return ownModule(target, rest);
        return isAbsolute(target) ? { path: target + rest } : null;
      });
      // Nothing here has effects on import, so unused modules are left out.
      build.onResolve(
        { filter: /^\./ },
        (args) =>
          args.importer.startsWith(SOURCE_DIR)
            ? { path: join(args.resolveDir, args.path), sideEffects: false }
            : null,
      );
    },
  };
}

/** Resolves a module of this package; no other one of JSR can be bundled. */
function ownModule(target: string, rest: string) {
  const { name, sub } = parsePackage(target);
  const file = (self.exports as ImportMap)["." + sub + rest];
  if (name !== self.name || file === undefined) {
    return { errors: [{ text: `Cannot bundle "${target}${rest}"` }] };
  }
  return { path: join(PACKAGE_DIR, file), sideEffects: false };
}
