/**
 * What HTTP traffic says about the conditions that are watched.
 *
 * @module
 */

import { median, robustZ } from "./robust_z.ts";
import type { Reading } from "./rule.ts";
import { ALERT_KINDS } from "./rules.ts";
import type { AlertSettings } from "./settings.ts";

/** What requests did in some span of time. */
export interface HttpTraffic {
  /** Requests answered. */
  requestCount: number;
  /** Of these, answered with an error of the server (5xx). */
  errorCount: number;
  /** Bytes both ways. */
  sizeBytes: number;
  /** 95th percentile of the time to an answer, milliseconds, if known. */
  p95Ms: number | undefined;
}

/** Recent traffic, and older traffic to compare it with. */
export interface HttpObservation {
  /** Length of the recent span, milliseconds. */
  windowMs: number;
  /** Everything in the recent span. */
  total: HttpTraffic;
  /** The recent span by route, such as `GET /api/rtc/qlen`. */
  routes: ReadonlyMap<string, HttpTraffic>;
  /** Complete hours by their first moment (Unix ms), oldest first. */
  hours: ReadonlyMap<number, Omit<HttpTraffic, "p95Ms">>;
}

const HOUR_MS = 3600_000;
const HOURS_PER_DAY = 24;
const BITS_PER_MEGABIT = 1_000_000;

/** Subject of what is measured over everything. */
const ALL = "all";
/** Fewest hours from which the last day's median is drawn. */
const MIN_BASELINE_HOURS = 3;
/** Fewest comparable hours from which an hour is called unusual. */
const MIN_COMPARABLE_HOURS = 12;
/** Traffic below this is never a spike, megabits per second. */
const MIN_SPIKE_MBPS = 1;

/** Measures every condition of HTTP traffic. */
export function httpReadings(
  observed: HttpObservation,
  settings: AlertSettings,
): Reading[] {
  return [
    ...requestReadings(ALL, observed.total, settings),
    ...[...observed.routes].flatMap(([route, traffic]) =>
      requestReadings(route, traffic, settings)
    ),
    ...trafficReadings(observed),
    ...anomalyReadings(observed),
  ];
}

function requestReadings(
  subject: string,
  { requestCount, errorCount, p95Ms }: HttpTraffic,
  { minRequestCount }: AlertSettings,
): Reading[] {
  const isEnough = requestCount >= minRequestCount;
  return [
    {
      kind: ALERT_KINDS.httpErrorRate,
      subject,
      value: isEnough ? 100 * errorCount / requestCount : undefined,
    },
    {
      kind: ALERT_KINDS.httpLatency,
      subject,
      value: isEnough ? p95Ms : undefined,
    },
  ];
}

function trafficReadings(
  { windowMs, total, hours }: HttpObservation,
): Reading[] {
  const mbps = megabitsPerSecond(total.sizeBytes, windowMs);
  const lastDay = [...hours.values()].slice(-HOURS_PER_DAY);
  const usualMbps = median(
    lastDay.map(({ sizeBytes }) => megabitsPerSecond(sizeBytes, HOUR_MS)),
  );
  const isComparable = lastDay.length >= MIN_BASELINE_HOURS &&
    usualMbps !== undefined;
  // Measured against at least the floor: ten times almost nothing is nothing.
  const ratio = isComparable
    ? mbps / Math.max(usualMbps, MIN_SPIKE_MBPS)
    : undefined;
  return [
    { kind: ALERT_KINDS.bandwidth, subject: ALL, value: mbps },
    { kind: ALERT_KINDS.bandwidthSpike, subject: ALL, value: ratio },
  ];
}

/** Says how far off the last complete hour was, either way. */
function anomalyReadings({ hours }: HttpObservation): Reading[] {
  const lastHour = [...hours.keys()].at(-1);
  if (lastHour === undefined) return [];
  const before = [...hours]
    .filter(([hour]) => hour < lastHour && isSameTimeOfDay(hour, lastHour))
    .map(([, traffic]) => traffic);
  const last = hours.get(lastHour)!;
  return (["requestCount", "errorCount", "sizeBytes"] as const).map((name) => {
    const z = before.length < MIN_COMPARABLE_HOURS
      ? undefined
      : robustZ(last[name], before.map((traffic) => traffic[name]));
    return {
      kind: ALERT_KINDS.hourlyAnomaly,
      subject: ANOMALY_SUBJECTS[name],
      value: z === undefined ? undefined : Math.abs(z),
    };
  });
}

const ANOMALY_SUBJECTS = {
  requestCount: "requests",
  errorCount: "errors",
  sizeBytes: "bytes",
} as const;

/** Traffic follows the clock: an hour is compared with its like, ± 1 h. */
function isSameTimeOfDay(hour: number, other: number): boolean {
  const apartHours = Math.abs(hour - other) / HOUR_MS % HOURS_PER_DAY;
  return apartHours <= 1 || apartHours >= HOURS_PER_DAY - 1;
}

function megabitsPerSecond(sizeBytes: number, durationMs: number): number {
  return sizeBytes * 8 / (durationMs / 1000) / BITS_PER_MEGABIT;
}
