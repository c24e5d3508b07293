/**
 * How many waited and talked, noted once a minute: counters only know now, and
 * a line of the last hours must not begin anew with every page.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import type { Span } from "@/lib/monitoring/core/tiers.ts";
import type { LiveCounts } from "@/lib/monitoring/overview/live_counts.ts";
import { nowKeys } from "./keys.ts";

const MINUTE_MS = 60_000;

/** A week, which is compared with, and a day to spare. */
const KEEP_MS = 8 * 24 * 3600_000;

/** One minute. */
export interface LiveMinute extends LiveCounts {
  /** Its start, Unix milliseconds. */
  startAt: number;
}

/**
 * Notes the counts of a minute. Of several instances the last one to note it
 * stays; they count the same.
 */
export async function noteLiveMinute(
  store: Store,
  counts: LiveCounts,
  now: number,
): Promise<void> {
  const key = nowKeys.minute(Math.floor(now / MINUTE_MS) * MINUTE_MS);
  await store.commit({
    mutations: [{ type: "set", key, value: counts, expireInMs: KEEP_MS }],
  });
}

/** Reads the minutes that begin within a span, oldest first. */
export async function readLiveMinutes(
  store: Store,
  { fromMs, toMs }: Span,
): Promise<LiveMinute[]> {
  const minutes: LiveMinute[] = [];
  const selector = { start: nowKeys.minute(fromMs), end: nowKeys.minute(toMs) };
  const options = { batchSize: 500 };
  for await (
    const { key, value } of store.list<LiveCounts>(selector, options)
  ) {
    minutes.push({ ...value, startAt: Number(key[1]) });
  }
  return minutes;
}

/** The mean of some minutes; nothing of none. */
export function meanOf(minutes: readonly LiveCounts[]): Partial<LiveCounts> {
  const { length } = minutes;
  if (length === 0) return {};
  const mean = (name: keyof LiveCounts) =>
    minutes.reduce((sum, minute) => sum + minute[name], 0) / length;
  return { callCount: mean("callCount"), waitingCount: mean("waitingCount") };
}
