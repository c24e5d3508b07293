/**
 * Lines of a chart: what they are made of, and what they say in words.
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
  formatRate,
  formatUsd,
} from "@/lib/monitoring/overview/format.ts";
import type { TimeSpan } from "./time_ticks.ts";

/** What the values of a chart are measured in. */
export type ChartUnit =
  | "ms"
  | "bps"
  | "pct"
  | "bytes"
  | "perSecond"
  | "perMinute"
  | "count"
  | "usd";

/** Colour and dash of a line; two lines of a chart never have the same. */
export type LineStyle = "main" | "second" | "third" | "before";

/** A value at a moment (Unix milliseconds); `null` is a gap. */
export type ChartPoint = readonly [at: number, value: number | null];

/** One line. */
export interface ChartLine {
  /** What it shows, such as `Caller`. */
  name: string;
  /** How it looks. */
  style: LineStyle;
  /** Its points, oldest first. */
  points: readonly ChartPoint[];
}

/** A moment worth a mark. */
export interface ChartMark {
  /** When, Unix milliseconds. */
  at: number;
  /** Whether it is trouble. */
  isBad: boolean;
}

/** A chart, complete. It can be handed from a page to its island. */
export interface LineChartData {
  /** What it shows, such as `Round trip`. */
  title: string;
  /** What its values are measured in. */
  unit: ChartUnit;
  /** Its lines. */
  lines: readonly ChartLine[];
  /** What the axis of time shows. */
  span: TimeSpan;
  /** Measurements that the points stand for; left out where points are all. */
  sampleCount?: number;
  /** Value that is not to be passed. */
  threshold?: number;
  /** Moments to mark. */
  marks?: readonly ChartMark[];
}

const FORMATS: Readonly<Record<ChartUnit, (value: number) => string>> = {
  ms: formatMs,
  bps: formatBps,
  pct: formatPct,
  bytes: formatBytes,
  perSecond: formatRate,
  perMinute: formatPerMinute,
  count: formatCount,
  usd: formatUsd,
};

/** Writes a value of a chart with its unit. */
export function formatChartValue(value: number, unit: ChartUnit): string {
  return FORMATS[unit](value);
}

/** Says whether a value stands between gaps, so that no line shows it. */
export function isLone(points: readonly ChartPoint[], index: number): boolean {
  const isKnown = (i: number) => (points[i]?.[1] ?? null) !== null;
  return isKnown(index) && !isKnown(index - 1) && !isKnown(index + 1);
}

/** Counts the points of all lines that have a value. */
export function pointCount(lines: readonly ChartLine[]): number {
  return lines.reduce(
    (sum, { points }) =>
      sum + points.filter(([, value]) => value !== null).length,
    0,
  );
}

/** Says how many measurements the points stand for; `null`: they are all. */
export function thinningText(
  { lines, sampleCount }: Pick<LineChartData, "lines" | "sampleCount">,
): string | null {
  const count = pointCount(lines);
  return sampleCount === undefined || sampleCount <= count
    ? null
    : `${formatCount(count)} points for ${formatCount(sampleCount)} measured`;
}

/** Says a chart in words, for who does not see it. */
export function chartText(data: LineChartData): string {
  const { title, unit, lines } = data;
  const told = lines.map(({ name, points }) => {
    const values = points.flatMap(([, value]) => value === null ? [] : [value]);
    if (values.length === 0) return `${name}: nothing measured`;
    const say = (value: number) => formatChartValue(value, unit);
    const lowest = values.reduce((a, b) => Math.min(a, b));
    const highest = values.reduce((a, b) => Math.max(a, b));
    return `${name}: from ${say(lowest)} to ${say(highest)}, last ${
      say(values.at(-1)!)
    }`;
  });
  return `${title}. ${told.join(". ")}.`;
}
