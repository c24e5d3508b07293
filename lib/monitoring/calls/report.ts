/**
 * The figures about calls of the last hours, up to this moment.
 *
 * @module
 */

import { listRtcRollups } from "./periods.ts";
import type { Store } from "@/lib/kv/store.ts";
import { RtcFigures } from "./aggregate.ts";
import type { RtcRecent } from "./recent.ts";
import { firstOpenHour, HOUR_MS, hourOf } from "./roll_up.ts";
import type { RtcSummary } from "@/lib/monitoring/overview/rtc_summary.ts";
import { summarizeRtc } from "./summary.ts";

/** One hour of a report. */
export interface RtcHour extends RtcSummary {
  /** First moment of the hour, Unix milliseconds. */
  fromMs: number;
}

/** The last hours, together and one by one. */
export interface RtcReport {
  /** When it was made, Unix milliseconds. */
  generatedAt: number;
  /** First moment it covers, Unix milliseconds. */
  fromMs: number;
  /** All hours together. */
  summary: RtcSummary;
  /** Every hour, oldest first, the current one last; none is left out. */
  hours: RtcHour[];
}

/** Where a report is read from. */
export interface RtcReportDeps {
  /** Where the roll-ups are. */
  store: Store;
  /** Adds up the hours that may still change. */
  rtcRecent: RtcRecent;
}

/**
 * Reports on the current hour and those before it.
 *
 * Hours that may still change are read from their beacons, so the report is
 * never older than the last one received.
 *
 * @param hourCount How many hours, the current one included; from 1.
 * @param now Current time, Unix milliseconds.
 */
export async function reportRtc(
  { store, rtcRecent }: RtcReportDeps,
  { hourCount, now }: { hourCount: number; now: number },
): Promise<RtcReport> {
  const toMs = hourOf(now) + HOUR_MS;
  const fromMs = toMs - hourCount * HOUR_MS;
  const openFromMs = Math.max(fromMs, firstOpenHour(now));
  const byHour = new Map<number, RtcFigures>();
  for (let hour = fromMs; hour < toMs; hour += HOUR_MS) {
    byHour.set(hour, new RtcFigures());
  }
  const closed = { fromMs, toMs: openFromMs, now };
  for await (const rollup of listRtcRollups(store, "hour", closed)) {
    byHour.get(rollup.fromMs)?.addPlain(rollup);
  }
  for (let hour = openFromMs; hour < toMs; hour += HOUR_MS) {
    const range = { fromMs: hour, toMs: hour + HOUR_MS };
    byHour.set(hour, await rtcRecent.figures(range));
  }
  const total = new RtcFigures();
  const hours: RtcHour[] = [];
  for (const [hour, figures] of byHour) {
    total.addPlain(figures.toPlain());
    hours.push({ fromMs: hour, ...summarizeRtc(figures) });
  }
  return { generatedAt: now, fromMs, summary: summarizeRtc(total), hours };
}
