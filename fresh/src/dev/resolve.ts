/**
 * Lets esbuild resolve what `deno.json` maps.
 *
 * @module
 */
import type { Plugin } from "esbuild";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import self from "../../deno.json" with { type: "json" };

/** Folder of this package, whose files follow its own `deno.json`. */
const PACKAGE_DIR = fileURLToPath(new URL("../../", import.meta.url));

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

/** Reads the `imports` of the project. */
export async function readImports(root: string): Promise<ImportMap> {
  for (const name of ["deno.json", "deno.jsonc"]) {
    try {
      const text = await Deno.readTextFile(join(root, name));
      // Comments on lines of their own, which `deno fmt` makes of all.
      const plain = text.replace(/^\s*\/\/.*$/gm, "");
      return (JSON.parse(plain) as { imports?: ImportMap }).imports ?? {};
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  const parent = dirname(root);
  return parent === root ? {} : await readImports(parent);
}

/** Creates the esbuild plugin. */
export function denoResolver(root: string, imports: ImportMap): Plugin {
  return {
    name: "deno-imports",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async (args) => {
        // Second round of an import that was an npm package already.
        if (args.pluginData === "npm" || args.kind === "entry-point") return;
        const isOwn = args.importer.startsWith(PACKAGE_DIR);
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
        if (/^\.{0,2}\//.test(target)) {
          return { path: join(root, target, rest) };
        }
        return null;
      });
      // Nothing here has effects on import, so unused modules are left out.
      build.onResolve(
        { filter: /^\./ },
        (args) =>
          args.importer.startsWith(PACKAGE_DIR)
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
