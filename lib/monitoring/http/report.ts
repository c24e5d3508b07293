/**
 * HTTP metrics as admins read them.
 *
 * @module
 */

import { type PlainSeries, SeriesAggregate } from "./series.ts";
import {
  type EndpointReport,
  type HttpReport,
  type HttpSummary,
  type HttpTotals,
  STATUS_CLASSES,
  type StatusClass,
} from "@/lib/monitoring/overview/http_report.ts";
import type { Sketch } from "@/lib/monitoring/core/sketch.ts";
import { Visitors } from "./visitors.ts";
import type { HttpPeriod } from "./period.ts";

/** The part of a period that is reported on. */
export type Reported = Pick<HttpPeriod, "series" | "visitors">;

/** Reports on a period, in all and by route and method. */
export function reportPeriod(period: Reported): HttpReport {
  return {
    summary: summarizePeriod(period),
    endpoints: reportEndpoints(period.series),
  };
}

/** Reports on a period in all. */
export function summarizePeriod({ series, visitors }: Reported): HttpSummary {
  const totals = totalsOf(series);
  const seen = new Visitors();
  seen.addPlain(visitors);
  return {
    ...totals,
    totalBandwidth: totals.totalInbound + totals.totalOutbound,
    visitors: seen.count,
  };
}

function reportEndpoints(series: readonly PlainSeries[]): EndpointReport[] {
  const groups = Map.groupBy(
    series,
    ({ route, method }) => `${method} ${route}`,
  );
  return [...groups.values()].map((group) => ({
    endpoint: group[0]!.route,
    method: group[0]!.method,
    ...totalsOf(group),
  })).sort((a, b) => b.totalRequests - a.totalRequests);
}

/** Puts series together and works out what they say. */
function totalsOf(series: readonly PlainSeries[]): HttpTotals {
  const all = new SeriesAggregate({
    route: "",
    method: "",
    statusClass: "2xx",
  });
  for (const plain of series) all.merge(plain);
  const { durationMs, headersMs } = all;
  const statusClasses = countByClass(series);
  const { "4xx": clientErrors = 0, "5xx": serverErrors = 0 } = statusClasses;
  const quantile = (sketch: Sketch, q: number) => rounded(sketch.quantile(q));
  return {
    totalRequests: all.requests,
    totalInbound: all.bytesIn,
    totalOutbound: all.bytesOut,
    avgResponseTime: rounded(durationMs.sum / durationMs.count),
    minResponseTime: rounded(durationMs.min),
    maxResponseTime: rounded(durationMs.max),
    p50Ms: quantile(durationMs, 0.5),
    p95Ms: quantile(durationMs, 0.95),
    p99Ms: quantile(durationMs, 0.99),
    headersP50Ms: quantile(headersMs, 0.5),
    headersP95Ms: quantile(headersMs, 0.95),
    errorCount: clientErrors + serverErrors,
    serverErrorCount: serverErrors,
    abortedCount: all.aborted,
    statusClasses,
  };
}

function countByClass(
  series: readonly PlainSeries[],
): Partial<Record<StatusClass, number>> {
  const counts: Partial<Record<StatusClass, number>> = {};
  for (const statusClass of STATUS_CLASSES) {
    const requests = series.reduce(
      (sum, s) => s.statusClass === statusClass ? sum + s.requests : sum,
      0,
    );
    if (requests > 0) counts[statusClass] = requests;
  }
  return counts;
}

/** Rounds to a microsecond, in milliseconds; what is no number is unknown. */
function rounded(ms: number | undefined): number | null {
  return ms === undefined || Number.isNaN(ms)
    ? null
    : Math.round(ms * 1000) / 1000;
}
