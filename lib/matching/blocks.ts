/**
 * Who does not want to meet whom again.
 *
 * @module
 */

import { matchingKeys } from "./keys.ts";
import type { Store } from "@/lib/kv/store.ts";

/** Keeps `anonId` and `blockedAnonId` apart from now on, in both directions. */
export async function block(
  store: Store,
  anonId: string,
  blockedAnonId: string,
): Promise<void> {
  await store.commit({
    mutations: [{
      type: "set",
      key: matchingKeys.block(anonId, blockedAnonId),
      value: 1,
    }],
  });
}
