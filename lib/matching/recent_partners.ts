/**
 * Whom somebody just talked to: they meet others first, and each other again
 * only when nobody else has come for a while.
 *
 * @module
 */

import { deleteKeys } from "@/lib/kv/delete_keys.ts";
import type { Store } from "@/lib/kv/store.ts";
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
 * People whose lists a store of our own keeps in memory: 5,000 visitors at once
 * who stay for ten minutes each are as many in an hour. A list takes some 560
 * bytes, so these are 17 MB (measured, 2026-11-22). Without a bound a crowd of
 * visitors who each come once, 400 a second, would take 800 MB in their hour.
 */
const MAX_PEOPLE = 30_000;

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

/**
 * Forgets the lists that were changed longest ago where there are too many.
 * Whoever loses theirs may meet the last partner again sooner than in an hour.
 * A database that others share keeps no list in memory, and keeps all.
 *
 * @param maxPeople Lists kept at most. Default: 30,000.
 * @returns How many lists were forgotten.
 */
export async function forgetSurplusRecents(
  store: Store,
  maxPeople: number = MAX_PEOPLE,
): Promise<number> {
  if (!store.isOwned) return 0;
  const lists: { key: Deno.KvKey; latestAt: number }[] = [];
  const entries = store.list<RecentPartner[]>(
    { prefix: matchingKeys.recents() },
    { batchSize: 500 },
  );
  for await (const { key, value } of entries) {
    lists.push({ key, latestAt: value[0]?.expiresAt ?? 0 });
  }
  const surplus = lists.length - maxPeople;
  if (surplus <= 0) return 0;
  lists.sort((one, other) => one.latestAt - other.latestAt);
  return await deleteKeys(store, lists.slice(0, surplus).map(({ key }) => key));
}
