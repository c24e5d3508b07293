/**
 * Which part of the past is asked for.
 *
 * @module
 */

import { z } from "zod";
import type { Schema } from "@/lib/protocol/schema.ts";
import type { Span } from "@/lib/monitoring/core/tiers.ts";
import { periodStart, TIERS } from "@/lib/monitoring/core/tiers.ts";
import type { HistoryStep } from "@/lib/monitoring/overview/history.ts";

/** Spans that are offered by name, in days. */
export const HISTORY_RANGES = {
  "24h": 1,
  "7d": 7,
  "30d": 30,
  "90d": 90,
  "1y": 365,
} as const;

/** Name of a span. */
export type HistoryRange = keyof typeof HISTORY_RANGES;

const DAY_MS = TIERS.day.lengthMs;

/** Longest span, days: a leap year. */
const MAX_DAYS = 366;

/** A year of whole weeks, days. */
const YEAR_DAYS = 364;

/** Up to here a span is told by the hour unless said otherwise, days. */
const HOURLY_UP_TO_DAYS = 14;

const day = z.iso.date("must be a date, such as 2026-11-21")
  .transform((text) => Date.parse(text));

/** The query as it was asked; dates are Unix milliseconds. */
export interface HistoryQuery {
  /** A span by name, up to now. */
  range?: HistoryRange | undefined;
  /** First day (UTC). */
  from?: number | undefined;
  /** Last day (UTC), which is in the span. */
  to?: number | undefined;
  /** Length of a period. */
  step?: HistoryStep | undefined;
  /**
   * First day (UTC) of what it is compared with; or the span just before, or
   * the one 52 weeks before, which has the same days of the week.
   */
  against?: number | "before" | "year" | undefined;
}

/** A form sends its empty fields, too. */
const orEmpty = <T>(schema: z.ZodType<T>) =>
  z.union([z.literal("").transform(() => undefined), schema]).optional();

/** The query parameters of a history. */
export const historyQuerySchema: Schema<HistoryQuery> = z.object({
  range: orEmpty(z.enum(["24h", "7d", "30d", "90d", "1y"])),
  from: orEmpty(day),
  to: orEmpty(day),
  step: orEmpty(z.enum(["hour", "day"])),
  against: orEmpty(z.union([z.enum(["before", "year"]), day])),
});

/** A question that can be answered. */
export interface HistoryPlan {
  /** Length of a period. */
  step: HistoryStep;
  /** What is asked for; whole periods. */
  span: Span;
  /** What it is compared with, of the same length; `null`: nothing. */
  against: Span | null;
}

/**
 * Makes a plan of a query: 7 days unless said otherwise, a year at most,
 * nothing of the future, and hours only as far back as they are kept.
 *
 * @param now Current time, Unix milliseconds.
 */
export function planHistory(query: HistoryQuery, now: number): HistoryPlan {
  const asked = askedSpan(query, now);
  const dayCount = (asked.toMs - asked.fromMs) / DAY_MS;
  const wish = query.step ?? (dayCount <= HOURLY_UP_TO_DAYS ? "hour" : "day");
  const hasHours = asked.fromMs >= now - TIERS.hour.keepMs - DAY_MS;
  const step = hasHours ? wish : "day";
  const span = {
    fromMs: periodStart(step, asked.fromMs),
    toMs: asked.toMs,
  };
  return { step, span, against: againstOf(query, span) };
}

function askedSpan({ range, from, to }: HistoryQuery, now: number): Span {
  const { lengthMs: hourMs } = TIERS.hour;
  const endMs = periodStart("hour", now) + hourMs;
  if (range !== undefined || from === undefined && to === undefined) {
    const days = HISTORY_RANGES[range ?? "7d"];
    const fromMs = endMs - days * DAY_MS;
    // Days begin at midnight, and a week is seven of them with today.
    return days <= HOURLY_UP_TO_DAYS
      ? { fromMs, toMs: endMs }
      : { fromMs: periodStart("day", fromMs) + DAY_MS, toMs: endMs };
  }
  const days = [from ?? to!, to ?? from!].map((at) => Math.min(at, now));
  const fromMs = periodStart("day", Math.min(...days));
  const toMs = Math.min(
    periodStart("day", Math.max(...days)) + DAY_MS,
    fromMs + MAX_DAYS * DAY_MS,
    endMs,
  );
  return { fromMs, toMs };
}

function againstOf({ against }: HistoryQuery, span: Span): Span | null {
  if (against === undefined) return null;
  const lengthMs = span.toMs - span.fromMs;
  const dayCount = Math.ceil(lengthMs / DAY_MS);
  // As far into its day as the other: else nights would be held against days.
  const intoDayMs = span.fromMs - periodStart("day", span.fromMs);
  const fromMs = typeof against === "number"
    ? against + intoDayMs
    : span.fromMs - DAY_MS * (against === "year" ? YEAR_DAYS : dayCount);
  return { fromMs, toMs: fromMs + lengthMs };
}
