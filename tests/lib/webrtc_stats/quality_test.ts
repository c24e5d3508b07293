import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { QUALITY_LEVELS } from "@/lib/protocol/call_stats.ts";
import {
  FALL_MS,
  followQuality,
  NO_QUALITY,
  type QualityFigures,
  qualityOf,
  RISE_MS,
} from "@/lib/webrtc_stats/quality.ts";
import { spread } from "@/tests/spread.ts";

const GOOD_LINE = { rttMs: 50, lossShare: 0, jitterMs: 2 };

const levels: [QualityFigures, string, string[]][] = [
  [{ rttMs: 99.9, lossShare: 0.0099 }, "excellent", []],
  [{ rttMs: 100, lossShare: 0 }, "good", ["rtt"]],
  [{ rttMs: 0, lossShare: 0.01 }, "good", ["loss"]],
  [{ rttMs: 199, lossShare: 0.029 }, "good", ["rtt", "loss"]],
  [{ rttMs: 200, lossShare: 0 }, "fair", ["rtt"]],
  [{ rttMs: 150, lossShare: 0.03 }, "fair", ["loss"]],
  [{ rttMs: 399, lossShare: 0.049 }, "fair", ["rtt", "loss"]],
  [{ rttMs: 400, lossShare: 0.049 }, "poor", ["rtt"]],
  [{ rttMs: 10, lossShare: 0.05 }, "poor", ["loss"]],
  [{ ...GOOD_LINE, jitterMs: 30 }, "good", ["jitter"]],
  [{ ...GOOD_LINE, jitterMs: 59.9 }, "good", ["jitter"]],
  [{ ...GOOD_LINE, jitterMs: 60 }, "fair", ["jitter"]],
  [{ ...GOOD_LINE, jitterMs: 119.9 }, "fair", ["jitter"]],
  [{ ...GOOD_LINE, jitterMs: 120 }, "poor", ["jitter"]],
  [{ ...GOOD_LINE, isStalled: true }, "poor", ["stalled"]],
  [{ lossShare: 0.02 }, "good", ["loss"]],
];
for (const [figures, level, reasons] of levels) {
  Deno.test(`qualityOf() of ${JSON.stringify(figures)} is ${level}`, () => {
    deepEqual(qualityOf(figures), { level, reasons });
  });
}

Deno.test("[pitfall 2] qualityOf() of nothing is nothing", () => {
  equal(qualityOf({}), null);
  equal(qualityOf({ jitterMs: 3 }), null);
});

Deno.test("no level is better when anything is worse", () => {
  const figures = fc.record({
    rttMs: spread(0, 600),
    jitterMs: spread(0, 200),
    lossShare: spread(0, 0.1),
  });
  const rank = (figures: QualityFigures) =>
    QUALITY_LEVELS.indexOf(qualityOf(figures)!.level);
  fc.assert(
    fc.property(figures, figures, (a, b) =>
      rank({
        rttMs: Math.max(a.rttMs, b.rttMs),
        jitterMs: Math.max(a.jitterMs, b.jitterMs),
        lossShare: Math.max(a.lossShare, b.lossShare),
      }) >= rank(a)),
    { numRuns: 2_000 },
  );
});

/** The levels shown each second for these round trips. */
function shownFor(roundTripsMs: readonly (number | undefined)[]): string[] {
  let quality = NO_QUALITY;
  return roundTripsMs.map((rttMs, i) => {
    const figures = rttMs === undefined ? {} : { ...GOOD_LINE, rttMs };
    quality = followQuality(quality, figures, i * 1_000);
    return quality.shown?.level ?? "none";
  });
}
const times = <T>(count: number, value: T): T[] =>
  Array.from({ length: count }, () => value);

Deno.test("the level falls after it was worse for a while", () => {
  const seconds = FALL_MS / 1_000;
  const shown = shownFor([50, ...times(seconds + 1, 250)]);
  deepEqual(shown, [...times(seconds + 1, "excellent"), "fair"]);
});

Deno.test("one bad second changes nothing", () => {
  deepEqual(new Set(shownFor([50, 900, 50, 900, 50])), new Set(["excellent"]));
});

Deno.test("the level rises after it was clearly better for longer", () => {
  const seconds = RISE_MS / 1_000;
  const shown = shownFor([150, ...times(seconds + 1, 50)]);
  deepEqual(shown, [...times(seconds + 1, "good"), "excellent"]);
  const held = shownFor([150, 95, 95, 95, ...times(seconds + 1, 50)]);
  deepEqual(held, [...times(seconds + 4, "good"), "excellent"]);
  // 95 ms is excellent, but not clearly so.
  ok(!shownFor([150, ...times(60, 95)]).includes("excellent"));
});

Deno.test("a stall is shown at once", () => {
  const before = followQuality(NO_QUALITY, GOOD_LINE, 0);
  const { shown } = followQuality(before, { isStalled: true }, 1_000);
  deepEqual(shown, { level: "poor", reasons: ["stalled"] });
});

Deno.test("what is not known changes nothing", () => {
  deepEqual(shownFor([50, undefined, undefined]), times(3, "excellent"));
  deepEqual(shownFor([undefined, 50]), ["none", "excellent"]);
});

Deno.test("around a limit the level does not flicker", () => {
  const wobble = Array.from({ length: 600 }, (_, i) => i % 2 ? 95 : 105);
  equal(new Set(shownFor(wobble)).size, 1);
});

Deno.test("whatever comes, the level rises at most ten times a minute", () => {
  const trips = fc.array(fc.integer({ min: 0, max: 600 }), {
    minLength: 60,
    maxLength: 60,
  });
  fc.assert(fc.property(trips, (trips) => {
    const shown = shownFor(trips);
    const rises = shown.filter((level, i) =>
      i > 0 &&
      QUALITY_LEVELS.indexOf(level as "good") <
        QUALITY_LEVELS.indexOf(shown[i - 1] as "good")
    );
    return rises.length <= 10;
  }));
});

Deno.test("a level that rises gives what keeps it from a better one", () => {
  let quality = followQuality(NO_QUALITY, { rttMs: 900, lossShare: 0 }, 0);
  const lossy = { rttMs: 10, lossShare: 0.02 };
  for (let at = 1_000; quality.shown?.level === "poor"; at += 1_000) {
    quality = followQuality(quality, lossy, at);
  }
  deepEqual(quality.shown, { level: "good", reasons: ["loss"] });
});

Deno.test("a reason is given as long as it is true, the level longer", () => {
  let quality = followQuality(NO_QUALITY, { rttMs: 150, jitterMs: 2 }, 0);
  deepEqual(quality.shown, { level: "good", reasons: ["rtt"] });
  quality = followQuality(quality, { rttMs: 150, jitterMs: 28 }, 500);
  deepEqual(quality.shown, { level: "good", reasons: ["rtt"] });
  // 28 ms of jitter are excellent, but not clearly so: they hold the level.
  quality = followQuality(quality, { rttMs: 14, jitterMs: 28 }, 1_000);
  deepEqual(quality.shown, { level: "good", reasons: ["jitter"] });
  quality = followQuality(quality, { rttMs: 14, jitterMs: 2 }, 2_000);
  deepEqual(quality.shown, { level: "good", reasons: [] });
  quality = followQuality(quality, { rttMs: 14, lossShare: 0.1 }, 3_000);
  deepEqual(quality.shown, { level: "good", reasons: ["loss"] });
});

Deno.test("whatever comes, every reason is true of the moment", () => {
  const figures = fc.record({
    rttMs: fc.double({ min: 0, max: 600, noNaN: true }),
    jitterMs: fc.double({ min: 0, max: 200, noNaN: true }),
    lossShare: fc.double({ min: 0, max: 0.1, noNaN: true }),
    isStalled: fc.boolean(),
  });
  fc.assert(fc.property(fc.array(figures, { minLength: 20 }), (seconds) => {
    let quality = NO_QUALITY;
    for (const [i, now] of seconds.entries()) {
      quality = followQuality(quality, now, i * 1_000);
      const { level, reasons } = quality.shown!;
      if (level === "excellent") deepEqual(reasons, []);
      const isTrue = {
        rtt: now.rttMs >= 90,
        loss: now.lossShare >= 0.009,
        jitter: now.jitterMs >= 27,
        stalled: now.isStalled,
      };
      for (const reason of reasons) ok(isTrue[reason], `${reason} at ${i}`);
    }
  }));
});

Deno.test("a level that just holds is held", () => {
  deepEqual(new Set(shownFor(times(60, 199))), new Set(["good"]));
});
