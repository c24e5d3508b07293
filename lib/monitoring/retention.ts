/**
 * How long monitoring keeps what it stores: as long as admins want, and never
 * longer than the store was told when it was written.
 *
 * @module
 */

import { deleteKeys, keysIn } from "@/lib/kv/delete_keys.ts";
import type { Store } from "@/lib/kv/store.ts";
import { alertKeys, timeText } from "@/lib/monitoring/alerts/keys.ts";
import { closedAlertKeys } from "@/lib/monitoring/alerts/alert_listing.ts";
import { kpiKeys } from "@/lib/monitoring/calls/keys.ts";
import { KPI_LIFE_MS } from "@/lib/monitoring/calls/kpi_store.ts";
import type { PeriodKeys } from "@/lib/monitoring/core/period_keys.ts";
import { TIERS } from "@/lib/monitoring/core/tiers.ts";
import { liveKeys } from "@/lib/monitoring/live/keys.ts";
import { recordKeys } from "@/lib/monitoring/records/keys.ts";
import { httpKeys } from "@/lib/monitoring/http/keys.ts";
import type { Figure, Figures } from "@/lib/settings/figures.ts";

const DAY_MS = TIERS.day.lengthMs;

/** What may be kept for a shorter time. */
export type RetentionName =
  | "hourDays"
  | "dayDays"
  | "beaconDays"
  | "alertDays"
  | "auditDays";

/** Audit entries, days: what visitors are promised about traces of addresses. */
const AUDIT_DAYS = 90;
/** Closed alerts, days. */
const ALERT_DAYS = 90;

/** Why an upper bound is where it is, beside the form. */
const PROMISED = "The privacy page promises visitors no more";

function days(label: string, min: number, max: number, about = ""): Figure {
  return { label, unit: "days", min, max, about, isWhole: true };
}

/**
 * How long things are kept, days. No bound lies above what the store is told
 * when they are written, nor below what a late roll-up still needs.
 */
export const RETENTION_FIGURES: Figures<RetentionName> = {
  hourDays: days("Figures by the hour", 14, TIERS.hour.keepMs / DAY_MS),
  dayDays: days("Figures by the day", 30, TIERS.day.keepMs / DAY_MS),
  beaconDays: days(
    "Single calls, and what browsers told of them",
    1,
    KPI_LIFE_MS / DAY_MS,
    PROMISED,
  ),
  alertDays: days("Closed alerts", 7, ALERT_DAYS),
  auditDays: days("What admins did", 30, AUDIT_DAYS, PROMISED),
};

/** How long things are kept unless said otherwise: as long as they may be. */
export const RETENTION_DEFAULTS: Readonly<Record<RetentionName, number>> = {
  hourDays: RETENTION_FIGURES.hourDays.max,
  dayDays: RETENTION_FIGURES.dayDays.max,
  beaconDays: RETENTION_FIGURES.beaconDays.max,
  alertDays: RETENTION_FIGURES.alertDays.max,
  auditDays: RETENTION_FIGURES.auditDays.max,
};

/**
 * Deletes what monitoring has kept for long enough. Safe to repeat, and on
 * several instances at once.
 *
 * @param kept How long each is kept, days.
 * @param now Current time, Unix milliseconds.
 * @returns Keys deleted.
 */
export async function sweepMonitoring(
  store: Store,
  kept: Readonly<Record<RetentionName, number>>,
  now: number,
): Promise<number> {
  const before = (dayCount: number) => now - dayCount * DAY_MS;
  const hours = before(kept.hourDays);
  const wholeDays = before(kept.dayDays);
  const ranges = [httpKeys, kpiKeys].flatMap((keys) => [
    periodRange(keys, "hour", hours),
    periodRange(keys, "day", wholeDays),
  ]);
  ranges.push(...callRanges(before(kept.beaconDays)));
  let count = 0;
  for (const range of ranges) {
    count += await deleteKeys(store, keysIn(store, range));
  }
  const closed = closedAlertKeys(store, before(kept.alertDays));
  return count + await deleteKeys(store, closed);
}

/** What is kept of single calls: ids of calls begin with the time they began. */
function callRanges(
  beforeMs: number,
): { start: Deno.KvKey; end: Deno.KvKey }[] {
  const byCall = [
    kpiKeys.kpisByPair,
    liveKeys.logOf,
    recordKeys.header,
    recordKeys.membersOf,
    alertKeys.callAlertsOf,
  ];
  return [
    { start: kpiKeys.kpisFrom(0), end: kpiKeys.kpisFrom(beforeMs) },
    { start: kpiKeys.outcomesFrom(0), end: kpiKeys.outcomesFrom(beforeMs) },
    ...byCall.map((keyOf) => ({
      start: keyOf(timeText(0)),
      end: keyOf(timeText(beforeMs)),
    })),
  ];
}

/** Periods that are over by then. */
function periodRange(
  keys: PeriodKeys,
  tier: "hour" | "day",
  beforeMs: number,
): { start: Deno.KvKey; end: Deno.KvKey } {
  return {
    start: keys.periodsFrom(tier, 0),
    end: keys.periodsFrom(tier, beforeMs - TIERS[tier].lengthMs),
  };
}
