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
  formatPerMinute,
  formatRate,
  formatUsd,
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
  /**
   * What its change is told in: percentages in points, counts of a few things
   * as a count, all else in percent.
   */
  readonly changeIn?: "points" | "count";
}

const LAST_HOUR = "60 min";

const one = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
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
    format: formatPerMinute,
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
    changeIn: "points",
  },
  relayPct: {
    name: "Over a relay",
    window: LAST_HOUR,
    format: formatPct,
    more: "worse",
    changeIn: "points",
  },
  turnCostUsd: {
    name: "TURN cost",
    window: "today",
    format: formatUsd,
    more: "worse",
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
    changeIn: "points",
  },
  answerP95Ms: {
    name: "Answers, p95",
    window: LAST_HOUR,
    format: wholeMs,
    more: "worse",
  },
  openAlertCount: {
    name: "Open alerts",
    window: "now",
    format: formatCount,
    more: "worse",
    changeIn: "count",
  },
};

/** How a figure has changed. */
export interface FigureChange {
  /** By how much, such as `+12 %` or `−0.4 pts`. */
  readonly text: string;
  /** Whether that is worth a look. */
  readonly tone: "bad" | "good" | "plain";
}

/** How a change is told, and from where on it is more than an hour's noise. */
const WAYS = {
  pct: { unit: "%", worthTelling: 10, largest: 999 },
  points: { unit: "pts", worthTelling: 1, largest: 100 },
  count: { unit: "", worthTelling: 1, largest: Infinity },
} as const;

/**
 * Compares a figure with what it was.
 *
 * @returns `null` where one of the two is unknown.
 */
export function changeOf(
  now: number | undefined,
  before: number | undefined,
  { more, changeIn }: Pick<FigureKind, "more" | "changeIn">,
): FigureChange | null {
  if (now === undefined || before === undefined) return null;
  if (now === before) return { text: "the same", tone: "plain" };
  // Of nothing there is no percentage.
  if (changeIn === undefined && before === 0) {
    return { text: "from 0", tone: "plain" };
  }
  const { unit, worthTelling, largest } = WAYS[changeIn ?? "pct"];
  const change = changeIn === undefined
    ? 100 * (now - before) / before
    : now - before;
  const size = Math.min(largest, Math.abs(change));
  const digits = size < 10 ? one.format(size) : String(Math.round(size));
  if (digits === "0") return { text: "the same", tone: "plain" };
  const isUp = change > 0;
  const isWorse = more === (isUp ? "worse" : "better");
  const isPlain = more === "neither" || size < worthTelling;
  return {
    text: `${isUp ? "+" : "−"}${digits} ${unit}`.trimEnd(),
    tone: isPlain ? "plain" : isWorse ? "bad" : "good",
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
