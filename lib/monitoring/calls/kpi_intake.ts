/**
 * Takes KPI beacons in. A store that fails must not fail the page that
 * reports, so the answer only says whether the beacon was kept.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { addKpi, KPI_LIFE_MS } from "./kpi_store.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Log } from "@/lib/log.ts";
import type { Role } from "@/lib/protocol/role.ts";
import type { ReceivedBeacon } from "@/lib/protocol/kpi.ts";

/** What taking a beacon in needs. */
export interface KpiIntakeDeps {
  /** Where beacons are kept. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Prints. */
  log: Log;
  /**
   * Says what part the sender has, or had just now, in a call; `null` for a
   * stranger to it.
   */
  roleIn(pairId: string): Promise<Role | null>;
}

/**
 * Keeps one beacon, with the time it came and how far the sender's clock is off.
 *
 * Anybody can post one. What it says of a call is believed from a member of
 * that call only; from others it is kept, but marked as unverified.
 *
 * @param deps What it needs.
 * @param received The beacon.
 * @param random Tells beacons of one millisecond apart, in [0, 1).
 * @returns Whether it was kept.
 */
export async function keepKpi(
  { store, now, log, roleIn }: KpiIntakeDeps,
  { beacon, droppedFieldCount }: ReceivedBeacon,
  random: () => number = Math.random,
): Promise<boolean> {
  const receivedAtMs = now();
  const { pairId } = beacon;
  try {
    const role = pairId === undefined ? null : await roleIn(pairId);
    const isVerified = pairId === undefined || role !== null;
    await addKpi(store, {
      ...beacon,
      // Not the one it gives itself, which could be the other's.
      ...(role !== null && { role }),
      receivedAtMs,
      skewMs: beacon.ts - receivedAtMs,
      droppedFieldCount,
      ...(!isVerified && { isUnverified: true }),
      expiresAt: receivedAtMs + KPI_LIFE_MS,
    }, random);
    return true;
  } catch (error) {
    log.warn("cannot keep a KPI beacon", { error });
    return false;
  }
}
