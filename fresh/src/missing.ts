/**
 * Says clearly what of Fresh is not here, in place of doing something else.
 *
 * @module
 */

/**
 * Refuses what this package does not implement.
 *
 * @param what The option, export or method, as it is written.
 * @throws {TypeError} Always.
 */
export function missing(what: string): never {
  throw new TypeError(`Cannot use ${what}: it is not part of this Fresh`);
}

/**
 * Refuses options that this package does not implement; without this they
 * would be ignored, and the app do something else than it says.
 *
 * @throws {TypeError} If there is an option beside the known ones.
 */
export function onlyKnown(
  options: object,
  known: readonly string[],
  owner: string,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && !known.includes(name)) {
      missing(`the option "${name}" of ${owner}`);
    }
  }
}
