/**
 * KPI beacons: appended as they come in, read by period, kept for a week.
 *
 * @module
 */

import type { KpiBeacon } from "@/lib/protocol/kpi.ts";
import { dirtyMark } from "@/lib/monitoring/core/period_store.ts";
import type { Span } from "@/lib/monitoring/core/tiers.ts";
import { kpiKeys } from "./keys.ts";
import type { Mutation } from "@/lib/kv/write.ts";
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
  /** Set where it names a call that its sender was not known to be in. */
  isUnverified?: true;
  /** When it is gone, Unix milliseconds. */
  expiresAt: number;
}

/**
 * Stores one beacon under a key of its own, and marks its period as dirty.
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
    mutations: [
      {
        type: "set",
        key: kpiKeys.kpi(record.receivedAtMs, id),
        value: record,
        expireInMs: KPI_LIFE_MS,
      },
      dirtyMark(kpiKeys, "5m", {
        atMs: record.receivedAtMs,
        keepMs: KPI_LIFE_MS,
      }),
      ...indexed(record, id),
    ],
  });
}

/** The index by pair holds those of its members only. */
function indexed(
  { pairId, receivedAtMs, isUnverified }: KpiRecord,
  id: string,
): Mutation[] {
  if (pairId === undefined || isUnverified) return [];
  const key = kpiKeys.kpiByPair(pairId, receivedAtMs, id);
  return [{ type: "set", key, value: 1, expireInMs: KPI_LIFE_MS }];
}

/** Reads what the members of a call reported of it, in order of receipt. */
export async function kpisOfPair(
  store: Store,
  pairId: string,
): Promise<KpiRecord[]> {
  const found: KpiRecord[] = [];
  const index = store.list({ prefix: kpiKeys.kpisByPair(pairId) });
  for await (const { key } of index) {
    const [receivedAtMs, id] = key.slice(2) as [number, string];
    const entry = await store.get<KpiRecord>(kpiKeys.kpi(receivedAtMs, id));
    if (entry.versionstamp !== null) found.push(entry.value);
  }
  return found;
}

/** Lists the beacons received within a span, in order of receipt. */
export async function* listKpis(
  store: Store,
  { fromMs, toMs }: Span,
): AsyncGenerator<KpiRecord> {
  if (toMs <= fromMs) return;
  const entries = store.list<KpiRecord>({
    start: kpiKeys.kpisFrom(fromMs),
    end: kpiKeys.kpisFrom(toMs),
  }, { batchSize: 500 });
  for await (const { value } of entries) yield value;
}
