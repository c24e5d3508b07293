import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  EAGER_INTERVAL_MS,
  EAGER_WINDOW_MS,
  KEEN_INTERVAL_MS,
  KEEN_WINDOW_MS,
  MAX_INTERVAL_MS,
  MIN_INTERVAL_MS,
  pollDelayMs,
} from "@/lib/call/signaling/poll_schedule.ts";
import { spread } from "@/tests/spread.ts";

const unit = spread(0, 0.999999);
const half = () => 0.5;

Deno.test("pollDelayMs() stays between 300 and 800 ms at the relaxed pace", () => {
  fc.assert(fc.property(
    fc.nat(10_000),
    fc.nat(10_000_000),
    unit,
    (emptyPolls, quietMs, random) => {
      const delayMs = pollDelayMs(
        "relaxed",
        { emptyPolls, quietMs },
        () => random,
      );
      return delayMs >= MIN_INTERVAL_MS && delayMs <= MAX_INTERVAL_MS;
    },
  ));
});

Deno.test("pollDelayMs() grows with every empty poll, up to 800 ms", () => {
  const delaysMs = [1, 2, 3, 4, 5, 6, 7, 8].map((emptyPolls) =>
    pollDelayMs("relaxed", { emptyPolls, quietMs: 0 }, half)
  );
  equal(delaysMs[0], MIN_INTERVAL_MS);
  equal(delaysMs.at(-1), MAX_INTERVAL_MS);
  ok(delaysMs.every((delayMs, i) => i === 0 || delayMs >= delaysMs[i - 1]!));
});

Deno.test("pollDelayMs() asks often while keen, then relaxes", () => {
  const at = (quietMs: number, random = half) =>
    pollDelayMs("keen", { emptyPolls: 1, quietMs }, random);
  equal(at(0), KEEN_INTERVAL_MS);
  equal(at(KEEN_WINDOW_MS - 1), KEEN_INTERVAL_MS);
  equal(at(KEEN_WINDOW_MS), MIN_INTERVAL_MS);
  ok(at(0, () => 0) < KEEN_INTERVAL_MS, "not all pages in step");
});

Deno.test("pollDelayMs() differs between pages that ask in step", () => {
  const progress = { emptyPolls: 3, quietMs: 0 };
  const early = pollDelayMs("relaxed", progress, () => 0);
  const late = pollDelayMs("relaxed", progress, () => 0.99);
  ok(late - early > 100);
});

Deno.test("pollDelayMs() doubles a slowing pace until it is slow", () => {
  const delaysMs = [1, 2, 3, 4, 9_999].map((emptyPolls) =>
    pollDelayMs("slowing", { emptyPolls, quietMs: 0 }, half)
  );
  deepEqual(delaysMs, [2_000, 4_000, 8_000, 15_000, 15_000]);
  equal(pollDelayMs("slow", { emptyPolls: 1, quietMs: 0 }, half), 15_000);
});

Deno.test("pollDelayMs() asks every 50 ms while eager, then relaxes", () => {
  const at = (quietMs: number) =>
    pollDelayMs("eager", { emptyPolls: 1, quietMs }, half);
  equal(at(0), EAGER_INTERVAL_MS);
  equal(at(EAGER_WINDOW_MS - 1), EAGER_INTERVAL_MS);
  equal(at(EAGER_WINDOW_MS), MIN_INTERVAL_MS);
});
