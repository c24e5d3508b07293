/**
 * Who is in a call, or was until a minute ago: whose word about it counts.
 *
 * @module
 */

import { FIRST_ID, type Inboxes } from "./inbox.ts";
import { roleIn } from "./pair.ts";
import type { Pairs } from "./pairs.ts";

/** Where members are looked up. */
export interface RecentMemberDeps {
  /** Calls that live. */
  pairs: Pick<Pairs, "use">;
  /** Where the end of a call is told to its members, for a minute. */
  inboxes: Pick<Inboxes, "read">;
}

/**
 * Says whether somebody is a member of a pair that lives, or ended within the
 * last minute.
 */
export async function isRecentMember(
  { pairs, inboxes }: RecentMemberDeps,
  { pairId, anonId }: { pairId: string; anonId: string },
): Promise<boolean> {
  const pair = await pairs.use(pairId);
  if (pair !== null) return roleIn(pair, anonId) !== null;
  const told = await inboxes.read(anonId, FIRST_ID);
  return told.some(({ entry }) =>
    entry.type === "peer-left" && entry.pairId === pairId
  );
}
