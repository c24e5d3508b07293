/**
 * Rolls KPI beacons up into hours, and hours into days.
 *
 * A period is always made anew from all its parts, so a run that comes twice,
 * late, or on two instances at once ends with the same figures; what a stopped
 * process missed, the next run makes up for.
 *
 * @module
 */

import { KPI_LIFE_MS, listKpis, type TimeRange } from "./kpi_store.ts";
import {
  getRtcFinalUntil,
  listRtcRollups,
  setRtcFinalUntil,
  writeRtcRollup,
} from "./periods.ts";
import type { Store } from "@/lib/kv/store.ts";
import { periodStart, TIERS } from "@/lib/monitoring/core/tiers.ts";
import { RtcFigures } from "./aggregate.ts";

/** Length of an hour, milliseconds. */
export const HOUR_MS: number = TIERS.hour.lengthMs;
const DAY_MS = TIERS.day.lengthMs;

/** How long after its end an hour may still get a slow write, milliseconds. */
const GRACE_MS = 10 * 60_000;

/** First moment of the hour that a moment lies in; Unix milliseconds, UTC. */
export function hourOf(atMs: number): number {
  return periodStart("hour", atMs);
}

/** First hour that may still change; Unix milliseconds. */
export function firstOpenHour(now: number): number {
  return hourOf(now - GRACE_MS);
}

/** Adds up every beacon received within a span. */
export async function figuresOf(
  store: Store,
  range: TimeRange,
  now: number,
): Promise<RtcFigures> {
  const figures = new RtcFigures();
  for await (const beacon of listKpis(store, range, now)) figures.add(beacon);
  return figures;
}

/**
 * Brings hourly and daily figures up to date, the current hour included.
 *
 * @param now Current time, Unix milliseconds.
 * @returns How many hours were made anew.
 * @throws Whatever the store throws; a later run makes up for it.
 */
export async function rollUpRtc(store: Store, now: number): Promise<number> {
  const untilMs = hourOf(now) + HOUR_MS;
  const fromMs = await firstHourToRollUp(store, now);
  for (let hour = fromMs; hour < untilMs; hour += HOUR_MS) {
    await rollUpHour(store, hour, now);
  }
  const firstDay = periodStart("day", fromMs);
  for (let day = firstDay; day < untilMs; day += DAY_MS) {
    await rollUpDay(store, day, now);
  }
  const finalUntilMs = firstOpenHour(now);
  if (finalUntilMs > fromMs) await setRtcFinalUntil(store, finalUntilMs);
  return (untilMs - fromMs) / HOUR_MS;
}

/** An hour whose first beacons have expired would come out too small. */
async function firstHourToRollUp(store: Store, now: number): Promise<number> {
  const oldestWhole = hourOf(now - KPI_LIFE_MS) + HOUR_MS;
  const finalUntilMs = await getRtcFinalUntil(store) ?? 0;
  // After a clock that jumped back the open hours still count.
  return Math.min(firstOpenHour(now), Math.max(oldestWhole, finalUntilMs));
}

function rollUpHour(store: Store, fromMs: number, now: number): Promise<void> {
  return writeRtcRollup(store, { kind: "hour", fromMs }, async () => {
    const range = { fromMs, toMs: fromMs + HOUR_MS };
    const figures = await figuresOf(store, range, now);
    return figures.beaconCount === 0 ? null : figures.toPlain();
  });
}

function rollUpDay(store: Store, fromMs: number, now: number): Promise<void> {
  return writeRtcRollup(store, { kind: "day", fromMs }, async () => {
    const figures = new RtcFigures();
    const range = { fromMs, toMs: fromMs + DAY_MS, now };
    for await (const hour of listRtcRollups(store, "hour", range)) {
      figures.addPlain(hour);
    }
    return figures.beaconCount === 0 ? null : figures.toPlain();
  });
}
