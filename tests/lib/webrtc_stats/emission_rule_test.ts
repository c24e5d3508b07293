import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { CallStats } from "@/lib/protocol/call_stats.ts";
import { causeOf, EMIT_EVERY_MS } from "@/lib/webrtc_stats/emission_rule.ts";
import {
  FULL_BUCKET,
  takeToken,
  type TokenBucket,
} from "@/lib/webrtc_stats/token_bucket.ts";

const STATE: CallStats = {
  quality: "good",
  isRelayed: false,
  lossShare: 0.01,
  upVideoBps: 600_000,
  downVideoBps: 400_000,
};
const NOW_MS = 1_787_400_000_000;
const last = { stats: STATE, atMs: NOW_MS };

const changes: [string, CallStats, string | null][] = [
  ["nothing", {}, null],
  ["a better quality", { quality: "excellent" }, "quality"],
  ["a relay", { isRelayed: true }, "relay"],
  ["a little more loss", { lossShare: 0.049 }, null],
  ["much loss", { lossShare: 0.05 }, "loss"],
  ["much loss on the way out", { lossUpShare: 0.07 }, "loss"],
  ["half as much again", { upVideoBps: 1_100_000 }, null],
  ["more than that", { upVideoBps: 1_100_001 }, "bitrate"],
  ["less than half", { upVideoBps: 99_999 }, "bitrate"],
  ["a round trip", { rttMs: 900 }, null],
];
for (const [what, change, cause] of changes) {
  Deno.test(`causeOf() of ${what} is ${cause}`, () => {
    equal(causeOf(last, { ...STATE, ...change }, NOW_MS + 1), cause);
  });
}

Deno.test("causeOf() tells the first state at once, others after 10 s", () => {
  equal(causeOf(null, STATE, NOW_MS), "first");
  equal(causeOf(last, STATE, NOW_MS + EMIT_EVERY_MS - 1), null);
  equal(causeOf(last, STATE, NOW_MS + EMIT_EVERY_MS), "period");
  equal(causeOf(last, STATE, NOW_MS - EMIT_EVERY_MS), "period");
});

Deno.test("causeOf() takes loss that is over for a crossing, unknown for none", () => {
  const lossy = { stats: { ...STATE, lossShare: 0.2 }, atMs: NOW_MS };
  equal(causeOf(lossy, STATE, NOW_MS), "loss");
  const { lossShare: _, ...unknown } = STATE;
  equal(causeOf(lossy, unknown, NOW_MS), null);
});

Deno.test("causeOf() takes a relay that goes for none that begins", () => {
  const relayed = { stats: { ...STATE, isRelayed: true }, atMs: NOW_MS };
  equal(causeOf(relayed, STATE, NOW_MS), null);
});

Deno.test("causeOf() sees no change where a bitrate is not known", () => {
  equal(
    causeOf({ stats: {}, atMs: NOW_MS }, {
      upVideoBps: 900_000,
    }, NOW_MS),
    null,
  );
});

Deno.test("takeToken() lets fewer than 10 a minute pass, whatever happens", () => {
  const asks = fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 9_000 }),
      isLast: fc.boolean(),
    }),
    { minLength: 60, maxLength: 120 },
  );
  fc.assert(fc.property(asks, (asks) => {
    let bucket: TokenBucket = FULL_BUCKET;
    let nowMs = NOW_MS;
    const takenAt: number[] = [];
    for (const { afterMs, isLast } of asks) {
      nowMs += afterMs;
      const left = takeToken(bucket, nowMs, isLast);
      if (left === null) continue;
      bucket = left;
      takenAt.push(nowMs);
    }
    return takenAt.every((atMs) =>
      takenAt.filter((other) => other >= atMs && other <= atMs + 60_000)
        .length < 10
    );
  }));
});

Deno.test("takeToken() keeps one for last words, and fills in time", () => {
  const asks = [false, false, false, true, true];
  const left: number[] = [];
  let bucket: TokenBucket = FULL_BUCKET;
  for (const isLast of asks) {
    bucket = takeToken(bucket, NOW_MS, isLast) ?? bucket;
    left.push(bucket.tokens);
  }
  deepEqual(left, [1, 0, 0, -1, -1]);
  const empty = { tokens: 0, atMs: NOW_MS };
  equal(takeToken(empty, NOW_MS + 9_999), null);
  ok(takeToken(empty, NOW_MS + 10_000));
  equal(takeToken(empty, NOW_MS - 99_999), null, "a clock that is set back");
});

Deno.test("causeOf() takes 5 % of loss for above the line", () => {
  const atLine = { stats: { ...STATE, lossShare: 0.05 }, atMs: NOW_MS };
  const to = (lossShare: number) =>
    causeOf(atLine, { ...STATE, lossShare }, NOW_MS + 1);
  equal(to(0.06), null);
  equal(to(0.0499), "loss");
});
