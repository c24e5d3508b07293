/**
 * Reads what requests did in a span of the past: by route, and one route by
 * period.
 *
 * @module
 */

import { type Span, TIERS } from "@/lib/monitoring/core/tiers.ts";
import { HttpPeriodMerger } from "@/lib/monitoring/http/period.ts";
import type { HttpRollUp } from "@/lib/monitoring/http/period_kind.ts";
import { reportPeriod } from "@/lib/monitoring/http/report.ts";
import type {
  EndpointReport,
  HttpReport,
} from "@/lib/monitoring/overview/http_report.ts";
import type { HistoryStep } from "@/lib/monitoring/overview/history.ts";
import type {
  RouteHistory,
  RouteName,
  RoutePoint,
} from "@/lib/monitoring/overview/route_history.ts";
import { thinM4 } from "@/lib/monitoring/core/m4.ts";
import { MAX_LINE_POINTS } from "./load_history.ts";

/** Requests by period. */
export type HttpPeriods = Pick<HttpRollUp, "periods">;

/** Reports on a span as if it were one period. */
export async function readRoutes(
  rollUp: HttpPeriods,
  step: HistoryStep,
  span: Span,
): Promise<HttpReport> {
  const total = new HttpPeriodMerger(span.fromMs);
  for await (const period of rollUp.periods(step, span)) {
    total.addPeriod(period);
  }
  return reportPeriod(total.toPeriod());
}

/** What is asked about one route. */
export interface RouteQuestion {
  /** Which route and method. */
  name: RouteName;
  /** Length of a period. */
  step: HistoryStep;
  /** Whole periods. */
  span: Span;
  /** Current time, Unix milliseconds. */
  now: number;
}

/** Reports on one route, period by period and in all. */
export async function readRoute(
  rollUp: HttpPeriods,
  { name, step, span, now }: RouteQuestion,
): Promise<RouteHistory> {
  const { lengthMs } = TIERS[step];
  const points = new Map<number, RoutePoint>();
  for (let at = span.fromMs; at < span.toMs; at += lengthMs) {
    points.set(at, { at });
  }
  const total = new HttpPeriodMerger(span.fromMs);
  for await (const period of rollUp.periods(step, span)) {
    const series = period.series.filter(({ route, method }) =>
      route === name.route && method === name.method
    );
    const own = { ...period, series };
    total.addPeriod(own);
    const at = period.startAt;
    const seconds = (Math.min(at + lengthMs, now) - at) / 1000;
    const [report] = reportPeriod(own).endpoints;
    points.set(at, pointOf(at, Math.max(1, seconds), report));
  }
  const known = [...points.values()];
  return {
    name,
    step,
    span,
    total: reportPeriod(total.toPeriod()).endpoints[0] ?? null,
    sampleCount: known.length,
    points: thinM4(known, {
      atOf: ({ at }) => at,
      valuesOf: [
        ({ perSecond }) => perSecond,
        ({ p99Ms }) => p99Ms,
        ({ errorPct }) => errorPct,
        ({ outBps }) => outBps,
      ],
      maxPoints: MAX_LINE_POINTS,
    }),
  };
}

/** The site was counted, so a route that is not there had no request. */
function pointOf(
  at: number,
  seconds: number,
  report: EndpointReport | undefined,
): RoutePoint {
  if (report === undefined) {
    return { at, perSecond: 0, inBps: 0, outBps: 0 };
  }
  const { totalRequests, errorCount, p50Ms, p95Ms, p99Ms } = report;
  return {
    at,
    perSecond: totalRequests / seconds,
    inBps: 8 * report.totalInbound / seconds,
    outBps: 8 * report.totalOutbound / seconds,
    errorPct: 100 * errorCount / Math.max(1, totalRequests),
    ...(p50Ms !== null && { p50Ms }),
    ...(p95Ms !== null && { p95Ms }),
    ...(p99Ms !== null && { p99Ms }),
  };
}
