/**
 * The past by the hour or by the day, as admins read it: lines of a chart,
 * totals of the whole span, and what the month will cost.
 *
 * @module
 */

import {
  formatBps,
  formatBytes,
  formatCount,
  formatMs,
  formatPct,
  formatPerMinute,
  formatUsd,
} from "./format.ts";

/** Length of the periods that a history is made of. */
export type HistoryStep = "hour" | "day";

/** What a value is measured in. */
export type HistoryUnit =
  | "bps"
  | "count"
  | "perMinute"
  | "pct"
  | "ms"
  | "usd"
  | "bytes";

/** What is told of each period, by name. */
export const HISTORY_MEASURES = {
  bandwidthBps: { label: "Mean", unit: "bps" },
  peakBandwidthBps: { label: "Busiest minute", unit: "bps" },
  requestsPerMinute: { label: "Mean", unit: "perMinute" },
  peakRequestsPerMinute: { label: "Busiest minute", unit: "count" },
  serverErrorPct: { label: "Server errors", unit: "pct" },
  answerP95Ms: { label: "Answers, 95th percentile", unit: "ms" },
  visitorCount: { label: "Visitors", unit: "count" },
  callCount: { label: "Calls", unit: "count" },
  firstMediaP95Ms: { label: "First picture, 95th percentile", unit: "ms" },
  matchP95Ms: { label: "Finding a partner, 95th percentile", unit: "ms" },
  rttP95Ms: { label: "Round trip, 95th percentile", unit: "ms" },
  lossP95Pct: { label: "Packets lost, 95th percentile", unit: "pct" },
  iceSuccessPct: { label: "Calls with a path", unit: "pct" },
  relayPct: { label: "Sides over a relay", unit: "pct" },
  turnCostUsd: { label: "At the price of a gigabyte", unit: "usd" },
} as const satisfies Record<string, { label: string; unit: HistoryUnit }>;

/** Name of a measure. */
export type HistoryMeasure = keyof typeof HISTORY_MEASURES;

/** Names of all measures. */
export const HISTORY_MEASURE_NAMES = Object.keys(
  HISTORY_MEASURES,
) as readonly HistoryMeasure[];

/** A moment (Unix milliseconds) and a value; `null` is a gap. */
export type HistoryPoint = readonly [atMs: number, value: number | null];

/** One line of a chart. */
export interface HistoryLine {
  /** Its points, oldest first, thinned. */
  points: readonly HistoryPoint[];
  /** How many points these stand for. */
  sampleCount: number;
}

/** Everything of a span together; what is unknown is missing. */
export interface HistoryTotals {
  /** Requests answered. */
  requestCount: number;
  /** Bytes both ways. */
  sizeBytes: number;
  /** Requests answered with 5xx, percent. */
  serverErrorPct?: number;
  /** 95th percentile of the time to the last byte, milliseconds. */
  answerP95Ms?: number;
  /** Different visitors: exact up to 1,024, then ± 3.1 %. */
  visitorCount: number;
  /** Calls that both sides told of, or one of them. */
  callCount: number;
  /** 95th percentile of the time to the first picture, milliseconds. */
  firstMediaP95Ms?: number;
  /** 95th percentile of the time to a partner, milliseconds. */
  matchP95Ms?: number;
  /** Calls that found a path, percent. */
  iceSuccessPct?: number;
  /** Sides of calls over a relay, percent. */
  relayPct?: number;
  /** Bytes over relays; missing where nobody measured them. */
  relayedBytes?: number;
  /** Their price by the gigabyte, in US dollars. */
  turnCostUsd?: number;
}

/** One span of the past. */
export interface HistorySpan {
  /** First moment, Unix milliseconds. */
  fromMs: number;
  /** First moment that is left out, Unix milliseconds. */
  toMs: number;
  /** A line for each measure that anything is known of. */
  lines: Partial<Record<HistoryMeasure, HistoryLine>>;
  /** The whole span together. */
  totals: HistoryTotals;
}

/** One period, for a table. */
export interface HistoryRow {
  /** Its start, Unix milliseconds. */
  startAt: number;
  /** What is known of it. */
  values: Partial<Record<HistoryMeasure, number>>;
}

/** What relaying costs in a month. */
export interface MonthCost {
  /** First moment of the month, Unix milliseconds (UTC). */
  monthStartAt: number;
  /** Bytes relayed so far. */
  relayedBytes: number;
  /** What they cost so far, in US dollars. */
  costUsd: number;
  /** Bytes at the end of the month, if it goes on like the last 7 days. */
  projectedBytes: number;
  /** What those cost, in US dollars. */
  projectedCostUsd: number;
}

/** A span of the past, and the one it is compared with. */
export interface History {
  /** Length of a period. */
  step: HistoryStep;
  /** What was asked for. */
  span: HistorySpan;
  /** What it is compared with; `null`: nothing. */
  against: HistorySpan | null;
  /** The periods one by one, oldest first; empty where there are too many. */
  rows: readonly HistoryRow[];
  /** The running month; `null` where nobody measured what was relayed. */
  month: MonthCost | null;
}

/** Writes a value with its unit; what is unknown is a dash. */
export function formatHistory(
  value: number | null | undefined,
  unit: HistoryUnit,
): string {
  if (value === null || value === undefined) return "–";
  switch (unit) {
    case "bps":
      return formatBps(value);
    case "perMinute":
      return formatPerMinute(value);
    case "count":
      return formatCount(value);
    case "pct":
      return formatPct(value);
    case "ms":
      return formatMs(value);
    case "bytes":
      return formatBytes(value);
    case "usd":
      return formatUsd(value);
  }
}
