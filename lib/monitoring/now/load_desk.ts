/**
 * Reads the site at first sight: the last hour, its course, and the same hour
 * a day and a week ago.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import type { RtcRollUp } from "@/lib/monitoring/calls/period_kind.ts";
import { summarizeRtc } from "@/lib/monitoring/calls/summary.ts";
import {
  periodStart,
  type Span,
  type TierName,
  TIERS,
} from "@/lib/monitoring/core/tiers.ts";
import {
  callCountOf,
  priceOf,
  relayedBytesOf,
  withoutOwn,
} from "@/lib/monitoring/history/period_values.ts";
import type { TurnPrice } from "@/lib/monitoring/history/turn_price.ts";
import {
  type HttpPeriod,
  HttpPeriodMerger,
} from "@/lib/monitoring/http/period.ts";
import type { HttpRollUp } from "@/lib/monitoring/http/period_kind.ts";
import { summarizePeriod } from "@/lib/monitoring/http/report.ts";
import {
  COURSE_MS,
  COURSE_STEP_MS,
  type DeskMoment,
  type DeskOverview,
  type DeskValues,
} from "@/lib/monitoring/overview/desk.ts";
import { pctOf } from "@/lib/monitoring/overview/format.ts";
import { meanOf, readLiveMinutes } from "./live_minutes.ts";

/** Where the figures come from. */
export interface DeskSource {
  /** Where minutes are noted. */
  store: Store;
  /** Requests. */
  httpRollUp: Pick<HttpRollUp, "periods">;
  /** Calls. */
  rtcRollUp: Pick<RtcRollUp, "periods">;
  /** The price of relaying, as admins set it. */
  price: TurnPrice;
}

/** What of the desk's first sight is read from what was stored. */
export type DeskPast = Pick<
  DeskOverview,
  "now" | "yesterday" | "lastWeek" | "course"
>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What was counted in one part of a span. */
interface Part {
  http: HttpPeriod | null;
  rtc: RtcAggregate | null;
}

/** Reads what was stored up to a moment. */
export async function loadDesk(
  source: DeskSource,
  now: number,
): Promise<DeskPast> {
  const end = periodStart("5m", now) + COURSE_STEP_MS;
  const course = { fromMs: end - COURSE_MS, toMs: end };
  const hourBefore = (agoMs: number) => {
    const fromMs = periodStart("hour", now - agoMs);
    return readSpan(source, "hour", { fromMs, toMs: fromMs + HOUR_MS }, now);
  };
  const [lately, yesterday, lastWeek] = await Promise.all([
    readSpan(source, "5m", course, now),
    hourBefore(DAY_MS),
    hourBefore(7 * DAY_MS),
  ]);
  const lastHour = { fromMs: end - HOUR_MS, toMs: end };
  return {
    now: lately.valuesOf(lastHour),
    yesterday: yesterday.valuesOf(yesterday.span),
    lastWeek: lastWeek.valuesOf(lastWeek.span),
    course: lately.moments(),
  };
}

async function readSpan(
  source: DeskSource,
  tier: TierName,
  span: Span,
  now: number,
) {
  const [parts, minutes] = await Promise.all([
    readParts(source, tier, span),
    readLiveMinutes(source.store, span),
  ]);
  function valuesOf({ fromMs, toMs }: Span): DeskValues {
    const isIn = (at: number) => at >= fromMs && at < toMs;
    const within = [...parts].filter(([at]) => isIn(at)).map(([, part]) =>
      part
    );
    const lengthMs = Math.max(MINUTE_MS, Math.min(toMs, now) - fromMs);
    return {
      ...meanOf(minutes.filter(({ startAt }) => isIn(startAt))),
      ...valuesOfParts(within, lengthMs, source.price),
    };
  }
  function moments(): DeskMoment[] {
    const { lengthMs } = TIERS[tier];
    const all: DeskMoment[] = [];
    for (let at = span.fromMs; at < span.toMs; at += lengthMs) {
      const values = valuesOf({ fromMs: at, toMs: at + lengthMs });
      all.push({ startAt: at, values });
    }
    return all;
  }
  return { span, valuesOf, moments };
}

async function readParts(
  { httpRollUp, rtcRollUp }: DeskSource,
  tier: TierName,
  span: Span,
): Promise<Map<number, Part>> {
  const parts = new Map<number, Part>();
  const partAt = (at: number) => {
    const part = parts.get(at) ?? { http: null, rtc: null };
    parts.set(at, part);
    return part;
  };
  for await (const period of httpRollUp.periods(tier, span)) {
    partAt(period.startAt).http = withoutOwn(period);
  }
  for await (const period of rtcRollUp.periods(tier, span)) {
    partAt(period.startAt).rtc = RtcAggregate.fromPlain(period);
  }
  return parts;
}

function valuesOfParts(
  parts: readonly Part[],
  lengthMs: number,
  price: TurnPrice,
): DeskValues {
  const requests = new HttpPeriodMerger(0);
  const calls = new RtcAggregate();
  let isCounted = false;
  for (const { http, rtc } of parts) {
    if (http !== null) requests.addPeriod(http);
    if (rtc !== null) calls.addPlain(rtc.toPlain());
    isCounted = true;
  }
  // Nobody counted: the site may have been down, which is not 0 requests.
  if (!isCounted) return {};
  const http = summarizePeriod(requests.toPeriod());
  const rtc = summarizeRtc(calls);
  return known({
    matchesPerMinute: callCountOf(rtc) / (lengthMs / MINUTE_MS),
    firstMediaP50Ms: rtc.ttfmMs.p50,
    firstMediaP95Ms: rtc.ttfmMs.p95,
    iceSuccessPct: rtc.iceSuccessPct,
    relayPct: rtc.relayPct,
    turnCostUsd: priceOf(relayedBytesOf(rtc), price),
    requestsPerSecond: http.totalRequests / (lengthMs / 1_000),
    serverErrorPct: pctOf(http.serverErrorCount, http.totalRequests),
    answerP95Ms: http.p95Ms ?? undefined,
  });
}

function known(
  values: { [Name in keyof DeskValues]: number | undefined },
): DeskValues {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  );
}
