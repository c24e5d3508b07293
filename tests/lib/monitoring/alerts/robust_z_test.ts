import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { median, robustZ } from "@/lib/monitoring/alerts/robust_z.ts";
import { spread } from "@/tests/spread.ts";

const figures = fc.array(spread(0, 1e9), {
  minLength: 1,
  maxLength: 50,
});

Deno.test("median() takes the middle, or halfway between the two middles", () => {
  equal(median([]), undefined);
  equal(median([3, 1, 2]), 2);
  equal(median([4, 1, 2, 3]), 2.5);
});

Deno.test("median() has at most half of the figures on either side", () => {
  fc.assert(fc.property(figures, (values) => {
    const middle = median(values)!;
    const half = values.length / 2;
    ok(values.filter((v) => v < middle).length <= half);
    ok(values.filter((v) => v > middle).length <= half);
  }));
});

Deno.test("robustZ() agrees with the textbook on a plain history", () => {
  // Median 100, deviations 0 to 40, their median 20.
  const history = [60, 70, 80, 100, 120, 130, 140, 100, 100, 120, 80];
  const z = robustZ(200, history)!;
  ok(Math.abs(z - 0.6745 * 100 / 20) < 1e-9, String(z));
});

Deno.test("robustZ() is not bent by a few wild hours", () => {
  const history = [100, 101, 99, 102, 98, 100, 1e9, 1e9];
  ok(robustZ(200, history)! > 10);
});

Deno.test("robustZ() stays finite on a history that never moved", () => {
  equal(robustZ(50, [0, 0, 0]), 50);
  equal(robustZ(110, [100, 100]), 2);
  equal(robustZ(1, []), undefined);
});

Deno.test("robustZ() never falls when the figure rises", () => {
  const figure = spread(0, 1e9);
  fc.assert(fc.property(figures, figure, figure, (history, a, b) => {
    const [low, high] = a < b ? [a, b] : [b, a];
    ok(robustZ(low, history)! <= robustZ(high, history)!);
  }));
});
