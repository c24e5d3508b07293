/**
 * The files of a folder, for tests that read the sources.
 *
 * @module
 */

/** Lists every file below a folder, by path, sorted. */
export async function walk(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    paths.push(...(isDirectory ? await walk(path) : [path]));
  }
  return paths.sort();
}
