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
import { gigabytePriceUsd, type TurnPrice } from "./turn_price.ts";

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

/**
 * What a period of calls says.
 *
 * @param price What relaying costs.
 */
export function rtcValues(period: RtcPeriod, price: TurnPrice): PeriodValues {
  const summary = summarizeRtc(RtcAggregate.fromPlain(period));
  return known({
    callCount: callCountOf(summary),
    firstMediaP95Ms: summary.ttfmMs.p95,
    matchP95Ms: summary.matchMs.p95,
    iceSuccessPct: summary.iceSuccessPct,
    relayPct: summary.relayPct,
    rttP95Ms: summary.calls.rttMs.p95,
    lossP95Pct: summary.calls.lossPct.p95,
    turnCostUsd: priceOf(relayedBytesOf(summary), price),
  });
}

/**
 * Calls whose books were closed, or of whose sides beacons came: pages of older
 * versions told nothing else, and of each call two come at most.
 */
export function callCountOf({ steps, calls }: RtcSummary): number {
  return Math.max(calls.callCount, Math.ceil((steps.matched ?? 0) / 2));
}

/** Bytes over relays; `undefined` where nobody measured any call. */
export function relayedBytesOf({ calls }: RtcSummary): number | undefined {
  return calls.callCount === 0
    ? undefined
    : calls.relayedNeededBytes + calls.relayedChosenBytes;
}

/** The price of some bytes by the gigabyte; that of the unknown is unknown. */
export function priceOf(
  relayedBytes: number | undefined,
  price: TurnPrice,
): number | undefined {
  return relayedBytes === undefined
    ? undefined
    : gigabytePriceUsd(relayedBytes, price);
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
