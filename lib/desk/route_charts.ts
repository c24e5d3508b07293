/**
 * The charts of one route.
 *
 * @module
 */

import type {
  RouteHistory,
  RoutePoint,
} from "@/lib/monitoring/overview/route_history.ts";
import type { ChartLine, ChartUnit, LineChartData } from "./chart_lines.ts";

type Value = Exclude<keyof RoutePoint, "at">;

const CHARTS: readonly {
  title: string;
  unit: ChartUnit;
  lines: readonly [name: string, value: Value][];
}[] = [
  { title: "Requests", unit: "perSecond", lines: [["Requests", "perSecond"]] },
  {
    title: "Time to the last byte",
    unit: "ms",
    lines: [["95th percentile", "p95Ms"], ["99th", "p99Ms"], [
      "Median",
      "p50Ms",
    ]],
  },
  { title: "Errors", unit: "pct", lines: [["4xx and 5xx", "errorPct"]] },
  {
    title: "Bandwidth",
    unit: "bps",
    lines: [["Out", "outBps"], ["In", "inBps"]],
  },
];

const STYLES = ["main", "second", "third"] as const;

/** Makes the charts; all of them share one time. */
export function routeCharts(
  { points, span, sampleCount }: RouteHistory,
): LineChartData[] {
  return CHARTS.map(({ title, unit, lines }) => ({
    title,
    unit,
    span,
    // Where nothing was thinned out there is nothing to say.
    ...(sampleCount > points.length && {
      sampleCount: sampleCount * lines.length,
    }),
    lines: lines.map(([name, value], i): ChartLine => ({
      name,
      style: STYLES[i]!,
      points: points.map((point) => [point.at, point[value] ?? null]),
    })),
  }));
}
