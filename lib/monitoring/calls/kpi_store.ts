/**
 * KPI beacons: appended as they come in, read by period, kept for a week.
 *
 * @module
 */

import type { KpiBeacon } from "@/lib/protocol/kpi.ts";
import { kpiKeys } from "./keys.ts";
import type { Store } from "@/lib/kv/store.ts";

/** How long beacons are kept, milliseconds. */
export const KPI_LIFE_MS = 7 * 24 * 3600_000;

/** A beacon as it is stored. */
export interface KpiRecord extends KpiBeacon {
  /** When the server received it, Unix milliseconds; the time that counts. */
  receivedAtMs: number;
  /** How far the browser's clock is ahead of the server's, milliseconds. */
  skewMs: number;
  /** Fields that were dropped on arrival. */
  droppedFieldCount: number;
  /** When it is gone, Unix milliseconds. */
  expiresAt: number;
}

/** Half-open span of time. */
export interface TimeRange {
  /** First moment in it, Unix milliseconds. */
  fromMs: number;
  /** First moment after it, Unix milliseconds. */
  toMs: number;
}

/**
 * Stores one beacon under a key of its own.
 *
 * @param store Where it goes.
 * @param record The beacon.
 * @param random Tells beacons of one millisecond apart, in [0, 1).
 * @throws Whatever the store throws.
 */
export async function addKpi(
  store: Store,
  record: KpiRecord,
  random: () => number,
): Promise<void> {
  const id = Math.floor(random() * Number.MAX_SAFE_INTEGER).toString(36);
  await store.commit({
    mutations: [{
      type: "set",
      key: kpiKeys.kpi(record.receivedAtMs, id),
      value: record,
      expireInMs: KPI_LIFE_MS,
    }],
  });
}

/**
 * Lists the beacons received within a span, in order of receipt.
 *
 * @param now Current time, Unix milliseconds; expired ones are left out.
 */
export async function* listKpis(
  store: Store,
  { fromMs, toMs }: TimeRange,
  now: number,
): AsyncGenerator<KpiRecord> {
  if (toMs <= fromMs) return;
  const entries = store.list<KpiRecord>({
    start: kpiKeys.kpisFrom(fromMs),
    end: kpiKeys.kpisFrom(toMs),
  }, { batchSize: 500 });
  for await (const { value } of entries) {
    if (value.expiresAt > now) yield value;
  }
}
