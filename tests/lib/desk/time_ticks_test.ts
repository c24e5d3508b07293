import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { tickDetail, timeTicks } from "@/lib/desk/time_ticks.ts";

const HOUR_MS = 3_600_000;

Deno.test("timeTicks() stand on round times of the reader's clock", () => {
  // In India days begin at half past six in the evening, UTC.
  const offsetMs = 5.5 * HOUR_MS;
  const fromMs = Date.UTC(2026, 0, 1);
  const ticks = timeTicks({ fromMs, toMs: fromMs + 96 * HOUR_MS }, 5, offsetMs);
  deepEqual(
    ticks.map((at) => new Date(at).toISOString().slice(5, 16)),
    ["01-01T18:30", "01-02T18:30", "01-03T18:30", "01-04T18:30"],
  );
  equal(tickDetail(ticks), "day");
});

Deno.test("timeTicks() has none for an empty span", () => {
  deepEqual(timeTicks({ fromMs: 5, toMs: 5 }, 5, 0), []);
  deepEqual(timeTicks({ fromMs: NaN, toMs: 5 }, 5, 0), []);
});

Deno.test("timeTicks() are evenly apart, within the span, and not too many", () => {
  const span = fc.record({
    fromMs: fc.integer({ min: 0, max: 4e12 }),
    lengthMs: fc.integer({ min: 1_000, max: 4e11 }),
    most: fc.integer({ min: 2, max: 20 }),
    offsetMinutes: fc.integer({ min: -720, max: 840 }),
  });
  fc.assert(fc.property(span, ({ fromMs, lengthMs, most, offsetMinutes }) => {
    const toMs = fromMs + lengthMs;
    const ticks = timeTicks({ fromMs, toMs }, most, offsetMinutes * 60_000);
    ok(ticks.length <= most, `${ticks.length} of ${most}`);
    const steps = new Set(ticks.slice(1).map((at, i) => at - ticks[i]!));
    ok(steps.size <= 1);
    for (const at of ticks) ok(at >= fromMs && at <= toMs);
  }));
});

Deno.test("tickDetail() tells what sets marks apart", () => {
  equal(tickDetail([0, 5_000]), "time");
  equal(tickDetail([0, 60_000]), "minute");
  equal(tickDetail([7]), "time");
});
