/**
 * What one period says, in the units that a history shows.
 *
 * @module
 */

import { isAdminPath } from "@/lib/protocol/admin_paths.ts";
import type { RtcPeriod } from "@/lib/monitoring/calls/period_kind.ts";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import { summarizeRtc } from "@/lib/monitoring/calls/summary.ts";
import type { HttpPeriod } from "@/lib/monitoring/http/period.ts";
import { summarizePeriod } from "@/lib/monitoring/http/report.ts";
import { pctOf } from "@/lib/monitoring/overview/format.ts";
import type { HistoryRow } from "@/lib/monitoring/overview/history.ts";
import type { RtcSummary } from "@/lib/monitoring/overview/rtc_summary.ts";

const MINUTE_MS = 60_000;

/** What is known of a period, by measure. */
export type PeriodValues = HistoryRow["values"];

/** A period without what admins asked for: that is the site watching itself. */
export function withoutOwn(period: HttpPeriod): HttpPeriod {
  const series = period.series.filter(({ route }) => !isAdminPath(route));
  return { ...period, series };
}

/**
 * What a period of requests says.
 *
 * @param lengthMs How much of the period is over, milliseconds.
 */
export function httpValues(period: HttpPeriod, lengthMs: number): PeriodValues {
  const summary = summarizePeriod(period);
  const { totalRequests, totalBandwidth, serverErrorCount } = summary;
  const { peakMinute } = period;
  return known({
    bandwidthBps: bitsPerSecond(totalBandwidth, lengthMs),
    peakBandwidthBps: peakMinute === null
      ? undefined
      : bitsPerSecond(peakMinute.sizeBytes, MINUTE_MS),
    requestsPerMinute: totalRequests / (lengthMs / MINUTE_MS),
    peakRequestsPerMinute: peakMinute?.requests,
    serverErrorPct: pctOf(serverErrorCount, totalRequests),
    answerP95Ms: summary.p95Ms ?? undefined,
    visitorCount: summary.visitors,
  });
}

/** What a period of calls says. */
export function rtcValues(period: RtcPeriod): PeriodValues {
  const summary = summarizeRtc(RtcAggregate.fromPlain(period));
  return known({
    callCount: callCountOf(summary),
    firstMediaP95Ms: summary.ttfmMs.p95,
    matchP95Ms: summary.matchMs.p95,
    iceSuccessPct: summary.iceSuccessPct,
    relayPct: summary.relayPct,
  });
}

/** Each side of a call tells of it once, at its end; some never do. */
export function callCountOf({ steps }: RtcSummary): number {
  return Math.ceil((steps.matched ?? 0) / 2);
}

function bitsPerSecond(sizeBytes: number, lengthMs: number): number {
  return sizeBytes * 8 / (lengthMs / 1000);
}

function known(
  values: { [Name in keyof PeriodValues]: number | undefined },
): PeriodValues {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  );
}
