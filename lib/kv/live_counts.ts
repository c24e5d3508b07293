/**
 * How busy the site is at the moment, on all instances.
 *
 * @module
 */

import { keys } from "./keys.ts";
import type { Store } from "./store.ts";

/** Who is there. */
export interface LiveCounts {
  /** Visitors waiting for a partner. */
  waitingCount: number;
  /** Calls under way. */
  callCount: number;
}

/** Counts who waits and who talks. */
export async function countLive(store: Store): Promise<LiveCounts> {
  const [waitingCount, callCount] = await Promise.all([
    store.count(keys.waitingCount()),
    store.count(keys.pairCount()),
  ]);
  return { waitingCount, callCount };
}
