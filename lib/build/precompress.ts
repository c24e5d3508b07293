/**
 * Compresses what the browser loads, once per build, as small as it gets.
 *
 * @module
 */

import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";

/** Files that get smaller; pictures are compressed already. */
const TEXT = /\.(?:js|css|svg|webmanifest|json|txt)$/;

/** How each encoding is named in a file's ending, and made. */
const WAYS = {
  br: promisify(brotliCompress),
  gz: promisify((bytes: Uint8Array, done: Parameters<typeof gzip>[2]) =>
    gzip(bytes, { level: 9 }, done)
  ),
} as const;

/**
 * Writes `<path>.br` and `<path>.gz` for every text file of some folders, by
 * the path at which it is served.
 *
 * @param from Folders whose root is that of the site; missing ones are none.
 * @param to Folder of the compressed files; emptied first.
 */
export async function precompress(
  from: readonly string[],
  to: string,
): Promise<void> {
  await Deno.remove(to, { recursive: true }).catch(ignoreMissing);
  for (const root of from) {
    for await (const path of filesOf(root)) {
      if (!TEXT.test(path)) continue;
      const bytes = await Deno.readFile(path);
      for (const [ending, compress] of Object.entries(WAYS)) {
        const target = `${join(to, relative(root, path))}.${ending}`;
        await Deno.mkdir(dirname(target), { recursive: true });
        await Deno.writeFile(target, await compress(bytes) as Uint8Array);
      }
    }
  }
}

async function* filesOf(folder: string): AsyncGenerator<string> {
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      const path = join(folder, name);
      if (isDirectory) yield* filesOf(path);
      else yield path;
    }
  } catch (error) {
    ignoreMissing(error);
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
