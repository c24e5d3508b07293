import { equal } from "node:assert/strict";
import {
  chartText,
  isLone,
  type LineChartData,
  thinningText,
} from "@/lib/desk/chart_lines.ts";

const DATA: LineChartData = {
  title: "Round trip",
  unit: "ms",
  span: { fromMs: 0, toMs: 3_000 },
  sampleCount: 1_234,
  lines: [
    { name: "Caller", style: "main", points: [[0, 80], [1, null], [2, 120]] },
    { name: "Callee", style: "second", points: [[0, null]] },
  ],
};

Deno.test("chartText() says what the lines say, and where there are none", () => {
  equal(
    chartText(DATA),
    "Round trip. Caller: from 80 ms to 120 ms, last 120 ms. " +
      "Callee: nothing measured.",
  );
});

Deno.test("thinningText() says what points stand for, only where they do", () => {
  equal(thinningText(DATA), "2 points for 1,234 measured");
  equal(thinningText({ ...DATA, sampleCount: 2 }), null);
  const { sampleCount: _, ...all } = DATA;
  equal(thinningText(all), null);
});

Deno.test("isLone() finds the points that no line goes through", () => {
  const points = [[0, 1], [1, null], [2, 5], [3, 6], [4, null], [
    5,
    0,
  ]] as const;
  const lone = points.filter((_, i) => isLone(points, i));
  equal(String(lone), "0,1,5,0");
  equal(isLone([[0, 7]], 0), true);
});
