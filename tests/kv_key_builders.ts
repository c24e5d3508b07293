/**
 * Every builder of a key in the store, for tests that go through all of them.
 *
 * @module
 */

import { walk } from "./walk.ts";

const ARGUMENTS = [{ kind: "offer", pairId: "p", gen: 0 }, "b", "c"];

/** Everything that a module of keys exports as builders. */
export async function buildersOf(
  path: string,
): Promise<[string, Deno.KvKey][]> {
  const module = await import(`@/${path}`);
  return Object.values(module)
    .filter((value) => typeof value === "object" && value !== null)
    .flatMap((builders) => Object.entries(builders as object))
    .map(([name, build]) => {
      const takesPlace = name.startsWith("descriptionPart");
      const key = build(...(takesPlace ? ARGUMENTS : ["offer", "b", "c"]));
      return [name, key];
    });
}

/** The builders of all rooms, with a key that each one makes. */
export async function kvKeyBuilders(): Promise<[string, Deno.KvKey][]> {
  const paths = (await walk("lib")).filter((path) => path.endsWith("/keys.ts"));
  return (await Promise.all(paths.map(buildersOf))).flat();
}
