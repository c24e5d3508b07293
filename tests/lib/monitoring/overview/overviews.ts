/**
 * Overviews to show.
 *
 * @module
 */

import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import type { EndpointReport } from "@/lib/monitoring/overview/http_report.ts";
import type { Overview } from "@/lib/monitoring/overview/overview.ts";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import { summarizeRtc } from "@/lib/monitoring/calls/summary.ts";

/** The moment of every overview, Unix milliseconds. */
export const OVERVIEW_AT = Date.UTC(2026, 10, 20, 12);

const NO_TOTALS = {
  totalRequests: 0,
  totalInbound: 0,
  totalOutbound: 0,
  avgResponseTime: null,
  minResponseTime: null,
  maxResponseTime: null,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  headersP50Ms: null,
  headersP95Ms: null,
  errorCount: 0,
  serverErrorCount: 0,
  abortedCount: 0,
  statusClasses: {},
};

/** A route with some traffic. */
export function endpoint(part: Partial<EndpointReport> = {}): EndpointReport {
  return { ...NO_TOTALS, endpoint: "/a", method: "GET", ...part };
}

/** An alert that opened five minutes ago. */
export function openAlert(part: Partial<Alert> = {}): Alert {
  const openedAt = OVERVIEW_AT - 5 * 60_000;
  return {
    id: "a1",
    kind: "http-latency",
    subject: "GET /a",
    title: "Answers are slow",
    severity: "high",
    unit: "ms",
    value: 3200,
    worstValue: 3200,
    threshold: 1000,
    startedAt: openedAt,
    openedAt,
    updatedAt: openedAt,
    acknowledgedAt: null,
    resolvedAt: null,
    resolvedBecause: null,
    expiresAt: null,
    ...part,
  };
}

/** A site where nothing has happened, but for what is given. */
export function overview(part: {
  endpoints?: EndpointReport[];
  alerts?: Alert[];
  warnings?: string[];
} = {}): Overview {
  const { endpoints = [], alerts = [], warnings = [] } = part;
  return {
    readAt: OVERVIEW_AT,
    status: {
      status: warnings.length === 0 ? "healthy" : "warning",
      warnings,
      instanceId: "i1",
      bufferSize: 0,
      flushAgeMs: 0,
      lastPersist: OVERVIEW_AT,
      lastRollup: OVERVIEW_AT,
      droppedCount: 0,
      flushFailures: 0,
      commits: 1,
      seriesCount: endpoints.length,
      activeRequests: 1,
    },
    realtime: {
      from: OVERVIEW_AT - 300_000,
      to: OVERVIEW_AT,
      summary: { ...NO_TOTALS, totalBandwidth: 0, visitors: 0 },
      endpoints,
    },
    live: { waitingCount: 3, callCount: 41 },
    calls: summarizeRtc(new RtcAggregate()),
    alerts,
    openAlertCount: alerts.length,
  };
}
