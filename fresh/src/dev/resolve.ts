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

/** Its sources. */
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

/**
 * Reads the `imports` that hold in a folder: those of its own `deno.json`
 * before those of the folders around it, up to the workspace it is in. Paths
 * among them come back absolute.
 */
export async function readImports(dir: string): Promise<ImportMap> {
  const { imports = {}, workspace } = await readConfig(dir);
  const own = Object.entries(imports).map(([name, target]) => [
    name,
    /^\.{0,2}\//.test(target) ? join(dir, target) : target,
  ]);
  const isOutermost = workspace !== undefined || dir === dirname(dir);
  const outer = isOutermost ? {} : await readImports(dirname(dir));
  return { ...outer, ...Object.fromEntries(own) };
}

async function readConfig(
  dir: string,
): Promise<{ imports?: ImportMap; workspace?: unknown }> {
  try {
    return JSON.parse(await Deno.readTextFile(join(dir, "deno.json")));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}

/** Creates the esbuild plugin. */
export function denoResolver(root: string): Plugin {
  return {
    name: "deno-imports",
    async setup(build) {
      const imports = await readImports(root);
      build.onResolve({ filter: /^[^./]/ }, async ({ path, ...args }) => {
        // Second round of an import that was an npm package already.
        if (args.pluginData === "npm" || args.kind === "entry-point") return;
        if (args.importer.includes("/node_modules/")) return;
        const isOwn = args.importer.startsWith(SOURCE_DIR);
        const { target, rest } = lookUp(isOwn ? self.imports : imports, path) ??
          { target: path, rest: "" };
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
        ({ path, importer, resolveDir }) =>
          importer.startsWith(SOURCE_DIR)
            ? { path: join(resolveDir, path), sideEffects: false }
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
