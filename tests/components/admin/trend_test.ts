import { equal } from "node:assert/strict";
import { trendPath } from "@/components/admin/Trend.tsx";

Deno.test("trendPath() ends at the right and scales to the largest value", () => {
  const points = [
    { atMs: 6_000, value: 10 },
    { atMs: 8_000, value: 0 },
    { atMs: 10_000, value: 5 },
  ];
  equal(
    trendPath({ points, spanMs: 10_000 }),
    "M180.0 2.0L240.0 38.0L300.0 20.0",
  );
});

Deno.test("trendPath() leaves a gap where nobody looked", () => {
  const points = [
    { atMs: 0, value: 1 },
    { atMs: 2_000, value: 1 },
    { atMs: 60_000, value: 1 },
  ];
  equal(trendPath({ points, spanMs: 60_000 }).match(/M/g)?.length, 2);
});

Deno.test("trendPath() draws nothing of nothing, and a flat line of zeros", () => {
  equal(trendPath({ points: [], spanMs: 1 }), "");
  equal(
    trendPath({ points: [{ atMs: 5, value: 0 }], spanMs: 1 }),
    "M300.0 38.0",
  );
});
