/**
 * Who is in a call, or was until a minute ago: whose word about it counts.
 *
 * @module
 */

import { FIRST_ID, type Inboxes } from "./inbox.ts";
import { type Seat, seatIn } from "./pair.ts";
import type { Pairs } from "./pairs.ts";

/** Where members are looked up. */
export interface RecentMemberDeps {
  /** Calls that live. */
  pairs: Pick<Pairs, "use">;
  /** Where the end of a call is told to its members, for a minute. */
  inboxes: Pick<Inboxes, "read">;
}

/**
 * Says what part somebody has in a pair that lives, or had in one that ended
 * within the last minute.
 *
 * @returns `null` for strangers, and later than that.
 */
export async function recentSeat(
  { pairs, inboxes }: RecentMemberDeps,
  { pairId, anonId }: { pairId: string; anonId: string },
): Promise<Seat | null> {
  const pair = await pairs.use(pairId);
  if (pair !== null) return seatIn(pair, anonId);
  for (const { entry } of await inboxes.read(anonId, FIRST_ID)) {
    if (entry.type === "peer-left" && entry.pairId === pairId) {
      return entry.seat;
    }
  }
  return null;
}
