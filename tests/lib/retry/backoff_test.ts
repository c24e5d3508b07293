import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import { backoffMs } from "@/lib/retry/backoff.ts";
import { spread } from "@/tests/spread.ts";

const bounds = { firstMs: 100, longestMs: 1_000 };
const unit = spread(0, 0.999999);

Deno.test("backoffMs() doubles with every failure up to its bound", () => {
  const waits = (random: number) =>
    [1, 2, 3, 4, 5, 2_000].map((failures) =>
      backoffMs(failures, () => random, bounds)
    );
  deepEqual(waits(0), [50, 100, 200, 400, 500, 500]);
  deepEqual(waits(1), [100, 200, 400, 800, 1_000, 1_000]);
});

Deno.test("backoffMs() always waits, and never longer than its bound", () => {
  fc.assert(fc.property(fc.integer({ min: 1 }), unit, (failures, random) => {
    const waitMs = backoffMs(failures, () => random, bounds);
    return waitMs >= bounds.firstMs / 2 && waitMs <= bounds.longestMs;
  }));
});
