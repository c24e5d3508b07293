/**
 * A past that a site could have had: a year of days and a season of hours of
 * requests and calls, for pages that show the past.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import type { KpiRecord } from "@/lib/monitoring/calls/kpi_store.ts";
import {
  type RtcPeriod,
  rtcPeriodKind,
} from "@/lib/monitoring/calls/period_kind.ts";
import type {
  PeriodKind,
  PeriodStart,
} from "@/lib/monitoring/core/period_kind.ts";
import { keepMsOf, TIERS } from "@/lib/monitoring/core/tiers.ts";
import {
  type HttpPeriod,
  HttpPeriodMerger,
} from "@/lib/monitoring/http/period.ts";
import { httpPeriodKind } from "@/lib/monitoring/http/period_kind.ts";
import { SeriesAggregate } from "@/lib/monitoring/http/series.ts";
import type { StatusClass } from "@/lib/monitoring/overview/http_report.ts";

const HOUR_MS = TIERS.hour.lengthMs;
const DAY_HOURS = 24;

/** Routes, their share of all requests, bytes out, and usual time in ms. */
const ROUTES: readonly [string, string, number, number, number][] = [
  ["GET", "/chat", 0.06, 9_000, 14],
  ["GET", "__static__", 0.22, 24_000, 3],
  ["GET", "/api/anon/init", 0.05, 90, 2],
  ["POST", "/api/rtc/enqueue", 0.09, 60, 6],
  ["POST", "/api/rtc/offer", 0.06, 0, 5],
  ["POST", "/api/rtc/ice", 0.26, 0, 3],
  ["GET", "/api/rtc/events", 0.06, 4_000, 2],
  ["POST", "/api/monitoring/stats", 0.1, 30, 3],
  ["GET", "/api/monitoring/realtime", 0.08, 4_800, 9],
  ["GET", "__unmatched__", 0.02, 800, 2],
];

/** What a past is made by. */
export interface PastOptions {
  /** Current time, Unix milliseconds. */
  now: number;
  /** In [0, 1). */
  random: () => number;
  /** How many days it has. */
  dayCount: number;
  /** Hours without a server, counted back from now. */
  downHours?: ReadonlySet<number>;
  /** One minute that was busier than all others. */
  busiest?: BusyMinute;
}

/** A minute of many requests. */
export interface BusyMinute {
  /** Its hour, counted back from now. */
  hoursAgo: number;
  /** Requests in it. */
  requests: number;
}

/** Writes a past into a store. */
export async function writePast(
  store: Store,
  { now, random, dayCount, downHours = new Set(), busiest }: PastOptions,
): Promise<void> {
  const thisHour = Math.floor(now / HOUR_MS) * HOUR_MS;
  const hoursKept = TIERS.hour.keepMs / HOUR_MS;
  let http: HttpPeriod[] = [];
  let rtc: RtcPeriod[] = [];
  for (let ago = dayCount * DAY_HOURS; ago >= 1; ago--) {
    const startAt = thisHour - ago * HOUR_MS;
    if (!downHours.has(ago)) {
      const load = loadOf(startAt, 1 - ago / (dayCount * DAY_HOURS), random);
      const hour = httpHour(startAt, load, random);
      if (ago === busiest?.hoursAgo) {
        hour.peakMinute = { requests: busiest.requests, sizeBytes: 1 };
      }
      http.push(hour);
      rtc.push(rtcHour(startAt, load, random));
    }
    if (ago < hoursKept && http.length > 0 && !downHours.has(ago)) {
      await write(store, httpPeriodKind, "hour", http.at(-1)!);
      await write(store, rtcPeriodKind, "hour", rtc.at(-1)!);
    }
    const isDayOver = (startAt + HOUR_MS) % TIERS.day.lengthMs === 0;
    if (!isDayOver && ago > 1) continue;
    await writeDay(store, httpPeriodKind, http);
    await writeDay(store, rtcPeriodKind, rtc);
    [http, rtc] = [[], []];
  }
}

/** Visitors in an hour: more in the evening, at week's end and each month. */
function loadOf(startAt: number, age: number, random: () => number): number {
  const date = new Date(startAt);
  const evening = 1 + Math.sin((date.getUTCHours() - 13) / 24 * 2 * Math.PI);
  const weekend = [0, 6].includes(date.getUTCDay()) ? 1.4 : 1;
  return (20 + 160 * evening * weekend) * (0.3 + age) * (0.8 + 0.4 * random());
}

function httpHour(
  startAt: number,
  load: number,
  random: () => number,
): HttpPeriod {
  const requests = load * 60;
  const series = ROUTES.flatMap(([method, route, share, bytes, usualMs]) =>
    (["2xx", "5xx"] as StatusClass[]).map((statusClass) => {
      const isError = statusClass === "5xx";
      const aggregate = new SeriesAggregate({ route, method, statusClass });
      const count = requests * share * (isError ? 0.004 * random() : 1);
      aggregate.requests = Math.round(count);
      aggregate.aborted = Math.round(count * 0.01);
      aggregate.bytesIn = Math.round(count * 120);
      aggregate.bytesOut = Math.round(count * bytes);
      for (let i = 0; i < Math.min(30, count); i++) {
        const ms = usualMs * Math.exp(2 * (random() - 0.3));
        aggregate.addTimes(ms, ms);
      }
      return aggregate.toPlain();
    })
  ).filter(({ requests }) => requests > 0);
  const visitors = Float64Array.from(
    { length: Math.round(load) },
    () => Math.floor(random() * 2 ** 53),
  ).sort();
  const merger = new HttpPeriodMerger(startAt);
  const sizeBytes = series.reduce((sum, s) => sum + s.bytesIn + s.bytesOut, 0);
  const burst = random() > 0.995 ? 9 : 2;
  merger.addPeriod({
    startAt,
    series,
    visitors,
    peakMinute: {
      requests: Math.round(requests / 60 * burst),
      sizeBytes: Math.round(sizeBytes / 60 * burst),
    },
  });
  return merger.toPeriod();
}

function rtcHour(
  startAt: number,
  load: number,
  random: () => number,
): RtcPeriod {
  const aggregate = new RtcAggregate();
  for (let i = 0; i < load * 1.5; i++) {
    aggregate.add(beacon(startAt, random));
  }
  for (let i = 0; i < load * 0.7; i++) {
    aggregate.calls.addCall(random() < 0.9 ? "none" : "path");
    const rttMs = 30 + 200 * random() ** 3;
    const lossShare = 0.03 * random() ** 4;
    aggregate.calls.addWord({ heldMs: 10_000, rttMs, lossShare });
    if (random() < 0.12) {
      const bytes = 1e8 * random();
      aggregate.calls.addRelayed(bytes, random() < 0.8 ? "needed" : "chosen");
    }
  }
  return { ...aggregate.toPlain(), startAt };
}

function beacon(startAt: number, random: () => number): KpiRecord {
  const isBad = random() < 0.03;
  const matchMs = 200 + 4_000 * random() ** 3;
  return {
    ts: startAt,
    sessionId: "s",
    receivedAtMs: startAt,
    skewMs: 0,
    droppedFieldCount: 0,
    expiresAt: startAt,
    matchMs,
    iceOk: !isBad,
    relay: random() < 0.12,
    turns443: false,
    reason: isBad ? "ice-failed" : "left",
    funnel: { matched: matchMs },
    ...(!isBad && { ttfmMs: matchMs + 150 + 900 * random() ** 2 }),
  };
}

async function writeDay<R, P extends PeriodStart>(
  store: Store,
  kind: PeriodKind<R, P>,
  hours: readonly P[],
): Promise<void> {
  if (hours.length === 0) return;
  const { lengthMs } = TIERS.day;
  const startAt = Math.floor(hours[0]!.startAt / lengthMs) * lengthMs;
  const merger = kind.createMerger(startAt);
  for (const hour of hours) merger.addPeriod(hour);
  await write(store, kind, "day", merger.toPeriod());
}

async function write<R, P extends PeriodStart>(
  store: Store,
  kind: PeriodKind<R, P>,
  tier: "hour" | "day",
  period: P,
): Promise<void> {
  const parts = kind.split(period);
  const mutations = parts.map(({ value }, part): Mutation => ({
    type: "set",
    key: kind.keys.periodPart(tier, period.startAt, part),
    value,
    expireInMs: keepMsOf(tier, kind.recordKeepMs),
  }));
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  await store.commit({ mutations, sizeBytes });
}
