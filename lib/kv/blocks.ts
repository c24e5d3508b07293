/**
 * Who does not want to meet whom again.
 *
 * @module
 */

import { keys } from "./keys.ts";
import type { Store } from "./store.ts";

/** Keeps `anonId` and `blockedAnonId` apart from now on, in both directions. */
export async function block(
  store: Store,
  anonId: string,
  blockedAnonId: string,
): Promise<void> {
  await store.commit({
    mutations: [{
      type: "set",
      key: keys.block(anonId, blockedAnonId),
      value: 1,
    }],
  });
}
