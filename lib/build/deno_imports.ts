/**
 * Lets esbuild resolve `@/` imports as `deno.json` does.
 *
 * @module
 */

import type { Plugin } from "esbuild";

/** Makes the esbuild plugin. */
export function denoImports(): Plugin {
  return {
    name: "deno-imports",
    setup(build) {
      build.onResolve({ filter: /^@\// }, ({ path }) => ({
        path: new URL(import.meta.resolve(path)).pathname,
      }));
    },
  };
}
