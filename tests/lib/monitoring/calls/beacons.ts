/**
 * Makers of KPI beacons.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import {
  addKpi,
  KPI_LIFE_MS,
  type KpiRecord,
} from "@/lib/monitoring/calls/kpi_store.ts";
import { testStore } from "@/tests/helpers.ts";

/** A beacon received at a moment, Unix milliseconds. */
export function beacon(
  receivedAtMs: number,
  fields: Partial<KpiRecord> = {},
): KpiRecord {
  return {
    ts: receivedAtMs,
    sessionId: "s",
    receivedAtMs,
    skewMs: 0,
    droppedFieldCount: 0,
    expiresAt: receivedAtMs + KPI_LIFE_MS,
    ...fields,
  };
}

let lot = 0;

/** Stores beacons. */
export async function addBeacons(
  store: Store,
  ...records: KpiRecord[]
): Promise<void> {
  for (const one of records) await addKpi(store, one, () => ++lot / 1e6);
}

/** Opens a store with beacons in it. */
export async function storeWith(...records: KpiRecord[]): Promise<Store> {
  const store = await testStore();
  await addBeacons(store, ...records);
  return store;
}
