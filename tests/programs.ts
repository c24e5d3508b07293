/**
 * Finds programs that tests run.
 *
 * @module
 */

/**
 * Finds an installed program.
 *
 * @param variable Environment variable that may name it.
 * @param places Where it usually is.
 * @returns Its path; `null` where it is not.
 */
export async function findProgram(
  variable: string,
  places: readonly string[],
): Promise<string | null> {
  for (const path of [Deno.env.get(variable), ...places]) {
    if (path === undefined) continue;
    const info = await Deno.stat(path).catch(() => null);
    if (info?.isFile) return path;
  }
  return null;
}
