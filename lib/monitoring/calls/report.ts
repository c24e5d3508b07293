/**
 * A report on the calls of the last hours, up to this moment.
 *
 * @module
 */

import { periodStart, TIERS } from "@/lib/monitoring/core/tiers.ts";
import type { RtcSummary } from "@/lib/monitoring/overview/rtc_summary.ts";
import { RtcAggregate } from "./aggregate.ts";
import type { RtcRollUp } from "./period_kind.ts";
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

/**
 * Reports on the current hour and those before it, to the last beacon received.
 *
 * @param hourCount How many hours, the current one included; from 1.
 * @param now Current time, Unix milliseconds.
 */
export async function reportRtc(
  rollUp: RtcRollUp,
  { hourCount, now }: { hourCount: number; now: number },
): Promise<RtcReport> {
  const { lengthMs } = TIERS.hour;
  const toMs = periodStart("hour", now) + lengthMs;
  const fromMs = toMs - hourCount * lengthMs;
  const byHour = new Map<number, RtcAggregate>();
  for (let hour = fromMs; hour < toMs; hour += lengthMs) {
    byHour.set(hour, new RtcAggregate());
  }
  const total = new RtcAggregate();
  for await (const period of rollUp.periods("hour", { fromMs, toMs })) {
    byHour.get(period.startAt)?.addPlain(period);
    total.addPlain(period);
  }
  const hours = [...byHour].map(([hour, aggregate]) => ({
    fromMs: hour,
    ...summarizeRtc(aggregate),
  }));
  return { generatedAt: now, fromMs, summary: summarizeRtc(total), hours };
}
