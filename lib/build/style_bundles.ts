/**
 * Bundles style sheets, so that their sources have one subject each and a page
 * asks for one file.
 *
 * @module
 */

import * as esbuild from "esbuild";

/**
 * Writes each style sheet with all that it imports, in that order, as one file
 * of its name.
 *
 * @param sheets Paths of the style sheets.
 * @param to Folder of the bundles; made when missing, emptied otherwise.
 * @throws {Error} When something that is imported is not there.
 */
export async function bundleStyles(
  sheets: readonly string[],
  to: string,
): Promise<void> {
  await Deno.remove(to, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  await esbuild.build({
    entryPoints: [...sheets],
    outdir: to,
    bundle: true,
    minify: true,
    logLevel: "error",
  });
}
