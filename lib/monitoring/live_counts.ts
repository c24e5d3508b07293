/**
 * How busy the site is at the moment, on all instances.
 *
 * @module
 */

import { matchingKeys } from "@/lib/matching/keys.ts";
import { signalingKeys } from "@/lib/signaling/keys.ts";
import type { LiveCounts } from "@/lib/monitoring/overview/live_counts.ts";
import type { Store } from "@/lib/kv/store.ts";

/** Counts who waits and who talks. */
export async function countLive(store: Store): Promise<LiveCounts> {
  const [waitingCount, callCount] = await Promise.all([
    store.count(matchingKeys.waitingCount()),
    store.count(signalingKeys.pairCount()),
  ]);
  return { waitingCount, callCount };
}
