/**
 * Stands in for `@deno/esbuild-plugin` where JSR is out of reach: resolves what
 * `deno.json` files map, for a bundler that knows nothing of them.
 *
 * @module
 */
import type { OnResolveArgs, Plugin, PluginBuild } from "esbuild";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { lookUp, parsePackage } from "../../fresh/src/dev/resolve.ts";

type Names = Record<string, string>;

/** A folder with a `deno.json`. */
interface Folder {
  dir: string;
  imports: Names;
  exports: Names;
}

/** Creates the plugin; it takes no options, as far as Fresh is concerned. */
export function denoPlugin(): Plugin {
  return {
    name: "deno-stand-in",
    setup(build) {
      const root = build.initialOptions.absWorkingDir ?? Deno.cwd();
      const packages = packageFolders();
      const inner = Object.values(packages);
      const project = readFolder(root);
      build.onResolve({ filter: /.*/ }, async (args) => {
        const { path, importer, pluginData } = args;
        if (pluginData === "npm") return null;
        if (path.startsWith("file:")) return { path: fileURLToPath(path) };
        if (/^[./]/.test(path) || importer.includes("/node_modules/")) {
          return null;
        }
        const owner = inner.find(({ dir }) => importer.startsWith(`${dir}/`));
        const { imports, dir } = owner ?? project;
        const { target, rest } = lookUp(imports, path) ??
          { target: path, rest: "" };
        const { name, sub } = parsePackage(target);
        if (target.startsWith("npm:")) {
          return await resolveNpm(build, args, root, name + sub + rest);
        }
        if (target.startsWith("jsr:")) {
          return moduleOf(packages[name], name, sub + rest);
        }
        return target === path ? null : { path: join(dir, target, rest) };
      });
    },
  };
}

/** Resolves a package from the project, so that there is one Preact only. */
async function resolveNpm(
  build: PluginBuild,
  { kind, importer }: OnResolveArgs,
  resolveDir: string,
  path: string,
) {
  const options = { kind, importer, resolveDir, pluginData: "npm" };
  return await build.resolve(path, options);
}

function moduleOf(folder: Folder | undefined, name: string, sub: string) {
  const file = folder?.exports[`.${sub}`];
  return folder === undefined || file === undefined
    ? { errors: [{ text: `Cannot find "${name}${sub}" among the packages` }] }
    : { path: join(folder.dir, file) };
}

function packageFolders(): Record<string, Folder> {
  const folders: Names = JSON.parse(Deno.env.get("UPSTREAM_PACKAGES") ?? "{}");
  const read = Object.entries(folders).map(([name, dir]) =>
    [name, readFolder(dir)] as const
  );
  return Object.fromEntries(read);
}

function readFolder(dir: string): Folder {
  const config = JSON.parse(Deno.readTextFileSync(join(dir, "deno.json")));
  const { imports = {}, exports = {} } = config;
  const named = typeof exports === "string" ? { ".": exports } : exports;
  return { dir, imports, exports: named };
}
