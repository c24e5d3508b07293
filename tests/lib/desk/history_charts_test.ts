import { deepEqual, equal } from "node:assert/strict";
import { historyCharts } from "@/lib/desk/history_charts.ts";
import type {
  History,
  HistorySpan,
} from "@/lib/monitoring/overview/history.ts";

const TOTALS = {
  requestCount: 0,
  sizeBytes: 0,
  visitorCount: 0,
  callCount: 0,
};

function spanOf(fromMs: number, values: number[]): HistorySpan {
  const points = values.map((value, i) => [fromMs + i, value] as const);
  return {
    fromMs,
    toMs: fromMs + 10,
    totals: TOTALS,
    lines: {
      bandwidthBps: { points, sampleCount: 70 },
      peakBandwidthBps: { points, sampleCount: 50 },
    },
  };
}

function historyOf(span: HistorySpan, against: HistorySpan | null): History {
  return { step: "hour", span, against, rows: [], month: null };
}

Deno.test("historyCharts() leaves out what nobody measured", () => {
  const charts = historyCharts(historyOf(spanOf(100, [1, 2]), null));
  deepEqual(charts.map(({ title }) => title), ["Bandwidth"]);
  deepEqual(charts[0]!.lines.map(({ name }) => name), [
    "Mean",
    "Busiest minute",
  ]);
  equal(charts[0]!.sampleCount, 120);
});

Deno.test("historyCharts() lays the earlier span over the later one", () => {
  const [chart] = historyCharts(
    historyOf(spanOf(100, [1, 2]), spanOf(40, [7, 8])),
  );
  const before = chart!.lines.find(({ style }) => style === "before")!;
  deepEqual(before.points, [[100, 7], [101, 8]]);
  equal(chart!.sampleCount, 190);
  deepEqual(chart!.span, { fromMs: 100, toMs: 110 });
});
