/**
 * The figures of the desk's first page: their names, and what has changed.
 *
 * @module
 */

import type { DeskFigure } from "@/lib/monitoring/overview/desk.ts";
import {
  formatCount,
  formatMs,
  formatPct,
  formatRate,
} from "@/lib/monitoring/overview/format.ts";

/** What a figure is. */
export interface FigureKind {
  /** What it is called. */
  readonly name: string;
  /** What span of time it is of. */
  readonly window: string;
  /** Writes a value. */
  readonly format: (value: number | undefined) => string;
  /** Whether more of it is worse, better, or neither. */
  readonly more: "better" | "worse" | "neither";
  /** Whether it is a percentage, whose change is told in points. */
  readonly isShare?: boolean;
}

const LAST_HOUR = "60 min";

const one = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const perMinute = (value: number | undefined) =>
  value === undefined ? "–" : one.format(value);
const perSecond = (value: number | undefined) =>
  value === undefined ? "–" : formatRate(value);
const wholeMs = (value: number | undefined) =>
  formatMs(value === undefined || value < 10 ? value : Math.round(value));

/** Every figure by its name. */
export const FIGURE_KINDS: Readonly<Record<DeskFigure, FigureKind>> = {
  callCount: {
    name: "Live calls",
    window: "now",
    format: formatCount,
    more: "neither",
  },
  waitingCount: {
    name: "Waiting",
    window: "now",
    format: formatCount,
    more: "neither",
  },
  matchesPerMinute: {
    name: "Matches per minute",
    window: LAST_HOUR,
    format: perMinute,
    more: "neither",
  },
  firstMediaP50Ms: {
    name: "First media, p50",
    window: LAST_HOUR,
    format: wholeMs,
    more: "worse",
  },
  firstMediaP95Ms: {
    name: "First media, p95",
    window: LAST_HOUR,
    format: wholeMs,
    more: "worse",
  },
  iceSuccessPct: {
    name: "ICE success",
    window: LAST_HOUR,
    format: formatPct,
    more: "better",
    isShare: true,
  },
  relayPct: {
    name: "Over a relay",
    window: LAST_HOUR,
    format: formatPct,
    more: "worse",
    isShare: true,
  },
  requestsPerSecond: {
    name: "Requests",
    window: LAST_HOUR,
    format: perSecond,
    more: "neither",
  },
  serverErrorPct: {
    name: "Server errors",
    window: LAST_HOUR,
    format: formatPct,
    more: "worse",
    isShare: true,
  },
  answerP95Ms: {
    name: "Answers, p95",
    window: LAST_HOUR,
    format: wholeMs,
    more: "worse",
  },
};

const usd = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });

/** Writes an amount of money, to the cent. */
export function formatUsd(amountUsd: number): string {
  return usd.format(amountUsd);
}

/** How a figure has changed. */
export interface FigureChange {
  /** By how much, such as `+12 %` or `−0.4 pts`. */
  readonly text: string;
  /** Whether that is worth a look. */
  readonly tone: "bad" | "good" | "plain";
}

/** From this change on it is more than the noise of an hour, percent. */
const WORTH_TELLING_PCT = 10;
/** The same of a percentage, in points. */
const WORTH_TELLING_POINTS = 1;
/** Beyond, a percentage says nothing any more. */
const LARGEST_PCT = 999;

/**
 * Compares a figure with what it was.
 *
 * @returns `null` where one of the two is unknown.
 */
export function changeOf(
  now: number | undefined,
  before: number | undefined,
  { more, isShare = false }: Pick<FigureKind, "more" | "isShare">,
): FigureChange | null {
  if (now === undefined || before === undefined) return null;
  if (now === before) return { text: "the same", tone: "plain" };
  // Of nothing there is no percentage.
  if (!isShare && before === 0) return { text: "from 0", tone: "plain" };
  const change = isShare ? now - before : 100 * (now - before) / before;
  const worth = isShare ? WORTH_TELLING_POINTS : WORTH_TELLING_PCT;
  const isUp = change > 0;
  const isWorse = more === (isUp ? "worse" : "better");
  const tone = more === "neither" || Math.abs(change) < worth
    ? "plain"
    : isWorse
    ? "bad"
    : "good";
  const size = Math.min(LARGEST_PCT, Math.abs(change));
  const digits = size < 10 ? one.format(size) : String(Math.round(size));
  if (digits === "0") return { text: "the same", tone: "plain" };
  return {
    text: `${isUp ? "+" : "−"}${digits} ${isShare ? "pts" : "%"}`,
    tone,
  };
}

/** Says in one line how the site is: what one sees in five seconds. */
export function headlineOf(
  { callCount, openCount }: { callCount: number; openCount: number },
): string {
  const calls = callCount === 0
    ? "no calls"
    : `${formatCount(callCount)} ${callCount === 1 ? "call" : "calls"}`;
  if (openCount === 0) {
    return callCount === 0 ? "All quiet." : `All well, ${calls}.`;
  }
  const things = openCount === 1
    ? "One thing needs you"
    : `${formatCount(openCount)} things need you`;
  return `${things}, ${calls}.`;
}
