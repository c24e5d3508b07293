/**
 * The desk's first page, made up for tests and pictures.
 *
 * @module
 */

import {
  COURSE_MS,
  COURSE_STEP_MS,
  type DeskOverview,
  type DeskValues,
} from "@/lib/monitoring/overview/desk.ts";
import type { EndpointReport } from "@/lib/monitoring/overview/http_report.ts";

const NOW: DeskValues = {
  matchesPerMinute: 212.4,
  firstMediaP50Ms: 412,
  firstMediaP95Ms: 1_180,
  iceSuccessPct: 97.9,
  relayPct: 14.2,
  turnCostUsd: 4.18,
  requestsPerSecond: 684,
  serverErrorPct: 0.04,
  answerP95Ms: 18.4,
};

function scaled(values: DeskValues, by: (name: string) => number): DeskValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value * by(name)]),
  );
}

function route(
  method: string,
  endpoint: string,
  totalRequests: number,
  bytes: number,
  p95Ms: number,
): EndpointReport {
  return {
    method,
    endpoint,
    totalRequests,
    totalInbound: bytes / 4,
    totalOutbound: bytes,
    avgResponseTime: p95Ms / 2,
    minResponseTime: 1,
    maxResponseTime: p95Ms * 3,
    p50Ms: p95Ms / 2,
    p95Ms,
    p99Ms: p95Ms * 1.6,
    headersP50Ms: p95Ms / 2,
    headersP95Ms: p95Ms,
    errorCount: 0,
    serverErrorCount: 0,
    abortedCount: 0,
    statusClasses: { "2xx": totalRequests },
  };
}

const ENDPOINTS = [
  route("POST", "/api/rtc/ice", 88_410, 21e6, 6.1),
  route("GET", "/api/rtc/events", 6_120, 48e6, 12.4),
  route("GET", "/api/monitoring/overview", 30, 9e5, 41),
  route("POST", "/api/rtc/enqueue", 31_072, 4.2e6, 18.7),
  route("POST", "/api/monitoring/stats", 52_880, 11e6, 4.8),
  route("GET", "/chat", 2_904, 39e6, 22.5),
  route("GET", "__static__", 18_330, 160e6, 3.9),
];

/** Makes a busy evening. */
export function aBusyEvening(readAt: number): DeskOverview {
  const end = Math.ceil(readAt / COURSE_STEP_MS) * COURSE_STEP_MS;
  const course = [];
  for (let at = end - COURSE_MS, i = 0; at < end; at += COURSE_STEP_MS, i++) {
    const wave = 1 + 0.12 * Math.sin(i / 4) + 0.05 * Math.sin(i * 2.3);
    const values = scaled(
      { ...NOW, callCount: 990, waitingCount: 6, turnCostUsd: 0.02 },
      (name) => name === "iceSuccessPct" ? 1 - 0.01 * (wave - 1) : wave,
    );
    values.openAlertCount = i < 30 ? 0 : 1;
    course.push({ startAt: at, values });
  }
  const before = {
    ...NOW,
    callCount: 902,
    waitingCount: 7,
    openAlertCount: 0,
  };
  return {
    readAt,
    status: {
      status: "healthy",
      warnings: [],
      instanceId: "one",
      bufferSize: 0,
      flushAgeMs: 0,
      lastPersist: readAt,
      lastRollup: readAt,
      droppedCount: 0,
      flushFailures: 0,
      commits: 0,
      seriesCount: 40,
      activeRequests: 3,
    },
    live: { callCount: 1_000, waitingCount: 3 },
    alerts: [],
    now: NOW,
    yesterday: scaled(
      before,
      (name) => name === "firstMediaP95Ms" ? 0.82 : 0.94,
    ),
    lastWeek: scaled(before, (name) => name === "answerP95Ms" ? 1.3 : 0.98),
    course,
    turnToday: { neededUsd: 3.71, chosenUsd: 0.47 },
    realtime: {
      from: readAt - 300_000,
      to: readAt,
      summary: {
        ...route("", "", 205_000, 284e6, 18.4),
        totalBandwidth: 284e6,
        visitors: 3_120,
      },
      endpoints: ENDPOINTS,
    },
  };
}
