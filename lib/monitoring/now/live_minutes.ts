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

/** What is counted once a minute. */
export interface MinuteCounts extends LiveCounts {
  /** Open alerts, those about single calls left out; older minutes lack it. */
  openAlertCount?: number;
}

/** One minute. */
export interface LiveMinute extends MinuteCounts {
  /** Its start, Unix milliseconds. */
  startAt: number;
}

/**
 * Notes the counts of a minute. Of several instances the last one to note it
 * stays; they count the same.
 */
export async function noteLiveMinute(
  store: Store,
  counts: MinuteCounts,
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
    const { key, value } of store.list<MinuteCounts>(selector, options)
  ) {
    minutes.push({ ...value, startAt: Number(key[1]) });
  }
  return minutes;
}

const NAMES = ["callCount", "waitingCount", "openAlertCount"] as const;

/** The mean of some minutes; of what none of them knows, nothing. */
export function meanOf(
  minutes: readonly MinuteCounts[],
): Partial<MinuteCounts> {
  const means: Partial<MinuteCounts> = {};
  for (const name of NAMES) {
    const counts = minutes.map((minute) => minute[name])
      .filter((count) => count !== undefined);
    if (counts.length === 0) continue;
    means[name] = counts.reduce((a, b) => a + b) / counts.length;
  }
  return means;
}
