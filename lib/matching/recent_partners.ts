/**
 * Whom somebody just talked to: they meet others first, and each other again
 * only when nobody else has come for a while.
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

/**
 * How long two recent partners who both wait are kept apart while nobody else
 * is there, milliseconds: whoever pressed Next wanted somebody else.
 */
export const HELD_BACK_MS = 20_000;

const LIFE_MS = 3_600_000;
const MAX_PARTNERS = 10;

/**
 * Tells until when two recent partners are kept apart, Unix milliseconds. It
 * counts from when the later one of the two joined, so both have had their
 * time to meet somebody else.
 */
export function heldBackUntil(
  one: { readonly enqueuedAt: number },
  other: { readonly enqueuedAt: number },
): number {
  return Math.max(one.enqueuedAt, other.enqueuedAt) + HELD_BACK_MS;
}

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
