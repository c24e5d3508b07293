/**
 * Whom somebody just talked to, so that they meet others first.
 *
 * @module
 */

import type { Mutation } from "@/lib/kv/write.ts";
import { matchingKeys } from "./keys.ts";

/** One partner of the last hour. */
export interface RecentPartner {
  /** Who it was. */
  anonId: string;
  /** Until when they count as recent, Unix milliseconds. */
  expiresAt: number;
}

const LIFE_MS = 3_600_000;
const MAX_PARTNERS = 10;

/** Says whether somebody is among the recent partners. */
export function isRecent(
  recents: readonly RecentPartner[] | null,
  anonId: string,
  now: number,
): boolean {
  return recents?.some((recent) =>
    recent.anonId === anonId && recent.expiresAt > now
  ) ?? false;
}

/** Notes a partner, keeping the latest ten. */
export function recentNoted(
  { anonId, recents, partnerId }: {
    /** Whose list it is. */
    anonId: string;
    /** The list so far. */
    recents: readonly RecentPartner[] | null;
    /** Whom to note. */
    partnerId: string;
  },
  now: number,
): Mutation {
  const others = (recents ?? []).filter((recent) =>
    recent.anonId !== partnerId && recent.expiresAt > now
  );
  const list = [{ anonId: partnerId, expiresAt: now + LIFE_MS }, ...others];
  return {
    type: "set",
    key: matchingKeys.recent(anonId),
    value: list.slice(0, MAX_PARTNERS),
    expireInMs: LIFE_MS,
  };
}
