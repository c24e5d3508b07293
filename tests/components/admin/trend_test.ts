import { equal } from "node:assert/strict";
import { trendPath } from "@/components/admin/Trend.tsx";

Deno.test("trendPath() spans the whole width and scales to the largest value", () => {
  equal(
    trendPath({ points: [[0, 10], [100, 0], [200, 5]], stepMs: 100 }),
    "M50.0 2.0L150.0 38.0L250.0 20.0",
  );
});

Deno.test("trendPath() leaves a gap where nobody counted, also at its begin", () => {
  const points = [
    [0, null],
    [100, null],
    [200, 1],
    [300, 1],
    [400, null],
    [500, 1],
    [600, 1],
  ] as const;
  const path = trendPath({ points, stepMs: 100 });
  equal(path.match(/M/g)?.length, 2);
  equal(path.startsWith("M107.1 "), true, path);
});

Deno.test("trendPath() draws a lone value as long as it lasted", () => {
  const points = [[0, null], [100, 3], [200, null], [300, 3], [
    400,
    3,
  ]] as const;
  const path = trendPath({ points, stepMs: 100 });
  equal(path, "M60.0 2.0H120.0M210.0 2.0L270.0 2.0");
});

Deno.test("trendPath() draws nothing of a first value: it is no trend yet", () => {
  equal(trendPath({ points: [[0, null], [100, 3]], stepMs: 100 }), "");
});

Deno.test("trendPath() draws nothing of nothing, and a flat line of zeros", () => {
  equal(trendPath({ points: [], stepMs: 1 }), "");
  equal(
    trendPath({ points: [[0, 0], [1, 0]], stepMs: 1 }),
    "M75.0 38.0L225.0 38.0",
  );
});
