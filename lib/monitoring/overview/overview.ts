/**
 * What the terminal and the dashboard show of the site at one moment: the
 * answers of the monitoring interface, and what both read off them.
 *
 * @module
 */

import { isAdminPath } from "@/lib/protocol/admin_paths.ts";
import type { Alert } from "./alert.ts";
import type { LiveCounts } from "./live_counts.ts";
import type { EndpointReport, RealtimeReport } from "./http_report.ts";
import type { HttpStatus } from "./http_status.ts";
import type { RtcSummary } from "./rtc_summary.ts";

/** The site at one moment. */
export interface Overview {
  /** When it was read, Unix milliseconds. */
  readAt: number;
  /** How monitoring is doing. */
  status: HttpStatus;
  /** Requests of the last five minutes. */
  realtime: RealtimeReport;
  /** Who waits and who talks. */
  live: LiveCounts;
  /** Calls of the running hour and the one before. */
  calls: RtcSummary;
  /** Open alerts, worst first; of those about calls a hundred. */
  alerts: readonly Alert[];
  /** How many are open in all. */
  openAlertCount: number;
}

/** Hours of calls in an overview: the running one and the one before. */
const OVERVIEW_HOURS = 2;

/** Paths of the answers an overview is made of. */
export const OVERVIEW_PATHS = {
  status: "/api/monitoring/status",
  realtime: "/api/monitoring/realtime",
  rtc: `/api/monitoring/rtc?hours=${OVERVIEW_HOURS}`,
  alerts: "/api/monitoring/alerts?state=open",
} as const;

/**
 * Reads an overview.
 *
 * @param getJson Reads one path of the interface; what it throws is passed on.
 * @param now Current time, Unix milliseconds.
 */
export async function readOverview(
  getJson: (path: string) => Promise<unknown>,
  now: number,
): Promise<Overview> {
  const [status, realtime, rtc, alerts] = await Promise.all([
    getJson(OVERVIEW_PATHS.status),
    getJson(OVERVIEW_PATHS.realtime),
    getJson(OVERVIEW_PATHS.rtc),
    getJson(OVERVIEW_PATHS.alerts),
  ]) as [
    HttpStatus,
    RealtimeReport,
    { live: LiveCounts; summary: RtcSummary },
    { alerts: Alert[]; openCount: number },
  ];
  return {
    readAt: now,
    status,
    realtime,
    live: rtc.live,
    calls: rtc.summary,
    alerts: alerts.alerts,
    openAlertCount: alerts.openCount,
  };
}

/** Bytes both ways of a route. */
export function bandwidthOf(endpoint: EndpointReport): number {
  return endpoint.totalInbound + endpoint.totalOutbound;
}

/** A report without the routes that only admins ask for. */
export function withoutOwnEndpoints(realtime: RealtimeReport): RealtimeReport {
  const endpoints = realtime.endpoints
    .filter(({ endpoint }) => !isAdminPath(endpoint));
  return { ...realtime, endpoints };
}

/** The routes with the most bytes, most first. */
export function topByBytes(
  { realtime }: Pick<Overview, "realtime">,
  count: number,
): EndpointReport[] {
  return realtime.endpoints.toSorted((a, b) => bandwidthOf(b) - bandwidthOf(a))
    .slice(0, count);
}

/** The routes with the longest 95th percentile, longest first. */
export function slowest(
  { realtime }: Pick<Overview, "realtime">,
  count: number,
): EndpointReport[] {
  return realtime.endpoints.filter(({ p95Ms }) => p95Ms !== null)
    .toSorted((a, b) => b.p95Ms! - a.p95Ms!).slice(0, count);
}

/** Requests per second, over the span of the report. */
export function requestRate({ realtime }: Overview): number {
  const spanSeconds = (realtime.to - realtime.from) / 1000;
  return realtime.summary.totalRequests / spanSeconds;
}

/** Names of what has no route of its own, for people. */
const NAMES: Readonly<Record<string, string>> = {
  __unmatched__: "unknown addresses",
  __static__: "static files",
  __overflow__: "all other routes",
};

/** Names a route, or what stands for one, for people. */
export function nameOfRoute(route: string): string {
  return NAMES[route] ?? route;
}
