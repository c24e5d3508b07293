/**
 * What relaying costs: so far this month, and by its end.
 *
 * @module
 */

import type { MonthCost } from "@/lib/monitoring/overview/history.ts";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import { summarizeRtc } from "@/lib/monitoring/calls/summary.ts";
import { relayedBytesOf } from "./period_values.ts";
import type { HistorySource } from "./read_span.ts";
import { monthlyCostUsd, type TurnPrice } from "./turn_price.ts";

const DAY_MS = 24 * 3_600_000;

/** Days whose mean the rest of the month is taken to be like: one whole week. */
const PACE_DAYS = 7;

/** What was relayed in some day. */
export interface RelayedDay {
  /** Its start, Unix milliseconds (UTC). */
  startAt: number;
  /** Bytes over relays. */
  relayedBytes: number;
}

/**
 * Reads what the running month costs.
 *
 * @returns `null` where nobody has measured a call since it began.
 */
export async function readMonth(
  { rtcRollUp, price, now }: Pick<HistorySource, "rtcRollUp" | "price" | "now">,
): Promise<MonthCost | null> {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const days: RelayedDay[] = [];
  const span = {
    fromMs: Math.min(monthStart(now), today - (PACE_DAYS - 1) * DAY_MS),
    toMs: today + DAY_MS,
  };
  for await (const period of rtcRollUp.periods("day", span)) {
    const summary = summarizeRtc(RtcAggregate.fromPlain(period));
    const relayedBytes = relayedBytesOf(summary);
    if (relayedBytes === undefined) continue;
    days.push({ startAt: period.startAt, relayedBytes });
  }
  return days.length === 0 ? null : monthCost(days, price, now);
}

/** First moment of the month that a moment is in, Unix milliseconds (UTC). */
function monthStart(atMs: number): number {
  const date = new Date(atMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

function nextMonthStart(atMs: number): number {
  const date = new Date(atMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/**
 * Adds up the month and goes on at the pace of the last seven days, the running
 * one included to the minute. Where the site is younger, at the pace since its
 * first day.
 *
 * @param days Days with anything relayed, those of the pace included.
 * @param price What relaying costs.
 * @param now Current time, Unix milliseconds.
 */
export function monthCost(
  days: readonly RelayedDay[],
  price: TurnPrice,
  now: number,
): MonthCost {
  const monthStartAt = monthStart(now);
  const bytesSince = (atMs: number) =>
    days.reduce(
      (sum, { startAt, relayedBytes }) =>
        startAt >= atMs ? sum + relayedBytes : sum,
      0,
    );
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const first = Math.min(today, ...days.map(({ startAt }) => startAt));
  const paceFrom = Math.max(first, today - (PACE_DAYS - 1) * DAY_MS);
  const relayedBytes = bytesSince(monthStartAt);
  const pace = bytesSince(paceFrom) / Math.max(1, now - paceFrom);
  const projectedBytes = relayedBytes + pace * (nextMonthStart(now) - now);
  return {
    monthStartAt,
    relayedBytes,
    costUsd: monthlyCostUsd(relayedBytes, price),
    projectedBytes,
    projectedCostUsd: monthlyCostUsd(projectedBytes, price),
  };
}
