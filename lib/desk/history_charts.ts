/**
 * The charts of a history: which lines go together, and over what time.
 *
 * @module
 */

import {
  type History,
  HISTORY_MEASURES,
  type HistoryMeasure,
  type HistorySpan,
} from "@/lib/monitoring/overview/history.ts";
import type { ChartLine, ChartUnit, LineChartData } from "./chart_lines.ts";

/** What a chart shows: its first measure is the one that is compared. */
interface ChartPlan {
  title: string;
  unit: ChartUnit;
  measures: readonly HistoryMeasure[];
}

const CHARTS: readonly ChartPlan[] = [
  {
    title: "Bandwidth",
    unit: "bps",
    measures: ["bandwidthBps", "peakBandwidthBps"],
  },
  {
    title: "Requests a minute",
    unit: "perMinute",
    measures: ["requestsPerMinute", "peakRequestsPerMinute"],
  },
  { title: "Calls", unit: "count", measures: ["callCount"] },
  { title: "Visitors", unit: "count", measures: ["visitorCount"] },
  {
    title: "Waiting for the first picture",
    unit: "ms",
    measures: ["firstMediaP95Ms", "matchP95Ms"],
  },
  {
    title: "Paths",
    unit: "pct",
    measures: ["iceSuccessPct", "relayPct"],
  },
  { title: "Round trip", unit: "ms", measures: ["rttP95Ms"] },
  { title: "Packets lost", unit: "pct", measures: ["lossP95Pct"] },
  {
    title: "Relaying, by the gigabyte",
    unit: "usd",
    measures: ["turnCostUsd"],
  },
  { title: "Answers", unit: "ms", measures: ["answerP95Ms"] },
  { title: "Server errors", unit: "pct", measures: ["serverErrorPct"] },
];

const STYLES = ["main", "second", "third"] as const;

/**
 * Makes the charts. What it is compared with is moved onto the same time; a
 * chart that nothing is known for is left out.
 */
export function historyCharts({ span, against }: History): LineChartData[] {
  return CHARTS.flatMap(({ title, unit, measures }) => {
    const present = measures.filter((name) =>
      span.lines[name] !== undefined || against?.lines[name] !== undefined
    );
    if (present.length === 0) return [];
    const lines = present.map((name, i): ChartLine => ({
      name: HISTORY_MEASURES[name].label,
      style: STYLES[i]!,
      points: span.lines[name]?.points ?? [],
    }));
    const before = against?.lines[present[0]!];
    if (before !== undefined) lines.push(beforeLine(span, against!, before));
    const told = [...present.map((name) => span.lines[name]), before];
    return [{
      title,
      unit,
      lines,
      span: { fromMs: span.fromMs, toMs: span.toMs },
      sampleCount: told.reduce(
        (sum, line) => sum + (line?.sampleCount ?? 0),
        0,
      ),
    }];
  });
}

function beforeLine(
  span: HistorySpan,
  against: HistorySpan,
  { points }: NonNullable<HistorySpan["lines"][HistoryMeasure]>,
): ChartLine {
  const laterMs = span.fromMs - against.fromMs;
  return {
    name: `From ${new Date(against.fromMs).toISOString().slice(0, 10)}`,
    style: "before",
    points: points.map(([at, value]) => [at + laterMs, value]),
  };
}
