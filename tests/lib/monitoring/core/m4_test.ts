import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { thinM4 } from "@/lib/monitoring/core/m4.ts";

interface Point {
  at: number;
  a: number | null;
  b?: number | undefined;
}

const options = (maxPoints: number) => ({
  atOf: ({ at }: Point) => at,
  valuesOf: [({ a }: Point) => a, ({ b }: Point) => b],
  maxPoints,
});

const series = fc.array(
  fc.record({
    stepMs: fc.integer({ min: 0, max: 5_000 }),
    a: fc.option(fc.integer({ min: -50, max: 50 })),
    b: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
  }),
  { maxLength: 400 },
).map((steps) => {
  let at = 0;
  return steps.map(({ stepMs, a, b }): Point => ({ at: at += stepMs, a, b }));
});

const known = (values: (number | null | undefined)[]) =>
  values.filter((value) => typeof value === "number");

Deno.test("thinM4() keeps ends and extremes, in order, and makes nothing up", () => {
  fc.assert(fc.property(
    series,
    fc.integer({ min: 8, max: 120 }),
    (points, maxPoints) => {
      const thinned = thinM4(points, options(maxPoints));
      ok(thinned.length <= maxPoints);
      let from = 0;
      for (const point of thinned) {
        from = points.indexOf(point, from) + 1;
        ok(from > 0, "a point of the series, in its order");
      }
      equal(thinned[0], points[0]);
      equal(thinned.at(-1), points.at(-1));
      for (const line of ["a", "b"] as const) {
        const [all, left] = [points, thinned].map((list) =>
          known(list.map((point) => point[line]))
        );
        equal(Math.min(...left!), Math.min(...all!), line);
        equal(Math.max(...left!), Math.max(...all!), line);
      }
    },
  ));
});

Deno.test("thinM4() loses neither of two opposite spikes close together, which every nth point does", () => {
  let lostByEveryNth = 0;
  for (let run = 0; run < 200; run++) {
    const up = 10 + run * 17;
    const down = up + 1 + run % 10;
    const points = Array.from({ length: 3_600 }, (_, at): Point => ({
      at: at * 1000,
      a: at === up ? 500 : at === down ? -500 : Math.sin(at / 60),
    }));
    const thinned = thinM4(points, options(300));
    ok(thinned.includes(points[up]!) && thinned.includes(points[down]!));
    const nth = points.filter((_, i) => i % 12 === 0);
    if (!nth.includes(points[up]!) || !nth.includes(points[down]!)) {
      lostByEveryNth++;
    }
  }
  equal(lostByEveryNth, 200);
});

Deno.test("thinM4() keeps a gap of one line a gap, however short", () => {
  for (let gapAt = 1; gapAt < 999; gapAt += 31) {
    const points = Array.from({ length: 1000 }, (_, at): Point => ({
      at,
      a: at === gapAt ? null : 5,
      b: 1,
    }));
    const thinned = thinM4(points, options(40));
    const gaps = thinned.filter(({ a }) => a === null);
    deepEqual(gaps, [points[gapAt]]);
  }
});

Deno.test("thinM4() uses most of the points it may", () => {
  const points = Array.from({ length: 5_000 }, (_, at): Point => ({
    at,
    a: (at * 7919) % 101,
    b: (at * 104_729) % 97,
  }));
  const { length } = thinM4(points, options(300));
  ok(length > 200, `${length} points`);
});

Deno.test("thinM4() hands on what is short enough, and what all lies in one moment", () => {
  const few: Point[] = [{ at: 1, a: 2 }, { at: 2, a: null }];
  equal(thinM4(few, options(8)), few);
  const once = Array.from({ length: 50 }, (_, i): Point => ({ at: 9, a: i }));
  deepEqual(
    thinM4(once, options(8)).map(({ a }) => a),
    [0, 49],
  );
  deepEqual(thinM4([], options(8)), []);
});

Deno.test("thinM4() refuses fewer points than a stretch has to keep", () => {
  throws(() => thinM4([], options(7)), RangeError);
});
