/**
 * Bundles the server, so that a start reads a few files instead of hundreds.
 *
 * @module
 */

import * as esbuild from "esbuild";

/** Where the server starts, from the project's root. */
const ENTRY = "lib/app/serve.ts";

/**
 * A CommonJS module that was compiled from an ES module. Bundlers give its
 * `default` to who imports the default; Deno, as Node does, all of its exports.
 */
const COMPILED = /\bexports(?:, ["']|\.)__esModule\b/;

/** Tells the URL of what is imported by a name, as `import.meta.resolve()`. */
type Resolve = (specifier: string) => string;

/**
 * Bundles the server with all that it loads at start into one file and its
 * chunks; what it loads when asked for keeps chunks of its own. Needs
 * `_fresh/server.js`.
 *
 * Where Fresh is none of our folders, all packages stay outside the bundle:
 * Fresh imports Preact itself, and two Preacts in one process know nothing of
 * each other.
 *
 * @param root Folder of the project.
 * @param to Folder of the bundle, in `root`: what is bundled finds the project
 * as its own folder's parent. Made when missing, emptied otherwise.
 * @param resolve Tells the URL of Fresh and of its parts.
 * @throws {Error} When something cannot be resolved or parsed.
 */
export async function bundleServer(
  root: string,
  to: string,
  resolve: (specifier: string) => string = import.meta.resolve,
): Promise<void> {
  await Deno.remove(to, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  await esbuild.build({
    entryPoints: { serve: `${root}/${ENTRY}` },
    outdir: to,
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "esnext",
    // As islands are compiled: "precompile" is known to Deno only.
    jsx: "automatic",
    jsxImportSource: "preact",
    tsconfigRaw: {},
    // Names stay: stack traces show them, with the places that maps tell.
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: "linked",
    sourcesContent: false,
    logLevel: "silent",
    plugins: [denoImports(root, resolve)],
  });
  await parseAhead(`${to}/serve.js`);
}

/** Lets esbuild resolve what our own modules import as Deno does. */
function denoImports(root: string, resolve: Resolve): esbuild.Plugin {
  const isFreshOurs = resolve("fresh").startsWith(`file://${root}/`);
  return {
    name: "deno-imports",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async ({ path, ...from }) => {
        // What was asked for below, and what CommonJS requires.
        if (from.pluginData || !/^(?:import|dynamic)-/.test(from.kind)) return;
        if (path.startsWith("@/")) return { path: `${root}${path.slice(1)}` };
        if (!isFreshOurs || path.startsWith("node:")) {
          return { path, external: true };
        }
        if (/^(?:@fresh\/core|fresh)(?:\/|$)/.test(path)) {
          return { path: new URL(resolve(path)).pathname };
        }
        const found = await build.resolve(path, { ...from, pluginData: true });
        const isCompiled = found.errors.length === 0 &&
          COMPILED.test(await Deno.readTextFile(found.path));
        return isCompiled ? { ...found, namespace: "compiled" } : found;
      });
      build.onLoad({ filter: /./, namespace: "compiled" }, ({ path }) => ({
        contents: `module.exports = { ...require(${JSON.stringify(path)}) };`,
        resolveDir: root,
      }));
    },
  };
}

/**
 * Lets Deno find the imports of what was bundled, and remember them. Done at
 * the first start, that would leave the process 65 MB larger for good.
 */
async function parseAhead(entry: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--quiet", entry],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
