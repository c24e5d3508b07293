/**
 * Marks that calls have ended, in the order of their ends, for whoever keeps
 * books about calls.
 *
 * A mark is written in the commit that ends the pair, so no end is missed,
 * whichever instance it happened on; it stays until the books are closed.
 *
 * @module
 */

import type { Mutation } from "@/lib/kv/write.ts";
import type { Store } from "@/lib/kv/store.ts";
import { signalingKeys } from "./keys.ts";

/** The end of a call. */
export interface PairEnd {
  /** The call. */
  pairId: string;
  /** When the two were paired, Unix milliseconds. */
  startedAt: number;
  /** When it ended, Unix milliseconds. */
  endedAt: number;
}

/** How long a mark waits for somebody to take note of it, milliseconds. */
const LIFE_MS = 3600_000;

/** Marks the end of a pair; part of the commit that ends it. */
export function endMarked(end: PairEnd): Mutation {
  const key = signalingKeys.pairEnd(end.endedAt, end.pairId);
  return { type: "set", key, value: end, expireInMs: LIFE_MS };
}

/** Lists the ends of a span of time that are still marked, oldest first. */
export async function* listPairEnds(
  store: Store,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): AsyncGenerator<PairEnd> {
  const entries = store.list<PairEnd>({
    start: signalingKeys.pairEndsFrom(fromMs),
    end: signalingKeys.pairEndsFrom(toMs),
  }, { batchSize: 500 });
  for await (const { value } of entries) yield value;
}

/** Takes the mark of an end away. */
export async function forgetPairEnd(
  store: Store,
  { endedAt, pairId }: PairEnd,
): Promise<void> {
  const key = signalingKeys.pairEnd(endedAt, pairId);
  await store.commit({ mutations: [{ type: "delete", key }] });
}
