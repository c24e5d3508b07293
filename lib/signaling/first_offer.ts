/**
 * First offers that are there before their call.
 *
 * Whoever waits brings an offer along. It is written once, under an id of its
 * own that the ticket names, and later the pair: so the commit that makes the
 * pair moves no text. While its pair lives it is read as generation 0.
 *
 * @module
 */

import type { Mutation } from "@/lib/kv/write.ts";
import type { Store } from "@/lib/kv/store.ts";
import { signalingKeys } from "./keys.ts";
import type { Pair } from "./pair.ts";

/** How long an offer or an answer lives once its pair is there, milliseconds. */
export const DESCRIPTION_LIFE_MS = 120_000;

/** For so long after its end the sweep sees to one, milliseconds. */
const SWEPT_MS = 5 * 60_000;

/** An offer that waits, or waited, with a ticket. */
export interface FirstOffer {
  /** The session description, complete with its candidates. */
  sdp: string;
}

/** Writes the offer of somebody who waits. */
export function firstOfferKept(offerId: string, offer: FirstOffer): Mutation {
  const key = signalingKeys.firstOffer(offerId);
  return { type: "set", key, value: offer };
}

/** Removes an offer whose call is over, or will not be. */
export function firstOfferRemoved(offerId: string): Mutation {
  return { type: "delete", key: signalingKeys.firstOffer(offerId) };
}

/**
 * Reads the offer that was there before a call. It lives as long as if it had
 * been written with the pair, however long it waited.
 *
 * @returns `null` when there was none, or its life is over.
 */
export async function readFirstOffer(
  store: Store,
  pair: Pair,
  now: number,
): Promise<string | null> {
  const { firstOfferId } = pair;
  if (firstOfferId === undefined || overMsOf(pair, now) >= 0) return null;
  const key = signalingKeys.firstOffer(firstOfferId);
  return (await store.get<FirstOffer>(key)).value?.sdp ?? null;
}

/**
 * Removes the first offer of a call that outlives it; at the end of a call it
 * goes with the pair. To be called every few minutes.
 */
export async function sweepFirstOffer(
  store: Store,
  pair: Pair,
  now: number,
): Promise<void> {
  const { firstOfferId } = pair;
  const overMs = overMsOf(pair, now);
  const isDue = overMs >= 0 && overMs < SWEPT_MS;
  if (firstOfferId === undefined || !isDue) return;
  await store.commit({ mutations: [firstOfferRemoved(firstOfferId)] });
}

/** For how long the life of a pair's first offer has been over. */
function overMsOf({ createdAt }: Pair, now: number): number {
  return now - createdAt - DESCRIPTION_LIFE_MS;
}
