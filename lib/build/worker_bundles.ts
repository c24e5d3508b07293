/**
 * Bundles the web workers.
 *
 * @module
 */

import * as esbuild from "esbuild";

/**
 * Bundles every `*_worker.ts` of a folder into one script each.
 *
 * @param from Folder of the sources.
 * @param to Folder of the scripts; made when missing, emptied otherwise.
 */
export async function bundleWorkers(from: string, to: string): Promise<void> {
  await Deno.remove(to, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  const sources = [...Deno.readDirSync(from)]
    .filter(({ name }) => name.endsWith("_worker.ts"))
    .map(({ name }) => `${from}/${name}`);
  await esbuild.build({
    entryPoints: sources,
    outdir: to,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome99", "firefox99", "safari15"],
    plugins: [denoImports],
    logLevel: "error",
  });
}

/** Lets esbuild resolve `@/` imports as `deno.json` does. */
const denoImports: esbuild.Plugin = {
  name: "deno-imports",
  setup(build) {
    build.onResolve({ filter: /^@\// }, ({ path }) => ({
      path: new URL(import.meta.resolve(path)).pathname,
    }));
  },
};
