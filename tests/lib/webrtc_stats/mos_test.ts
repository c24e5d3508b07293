import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { type Impairments, mosOf } from "@/lib/webrtc_stats/mos.ts";
import { spread } from "@/tests/spread.ts";

const CLEAN: Impairments = { rttMs: 0, jitterMs: 0, lossShare: 0 };

Deno.test("mosOf() gives what the E-model gives", () => {
  // R = 93.2 − 0.024 · 20 = 92.72.
  equal(mosOf(CLEAN).toFixed(2), "4.40");
  // d = 220: R = 93.2 − 5.28 − 0.11 · 42.7 = 83.223.
  equal(mosOf({ ...CLEAN, rttMs: 400 }).toFixed(2), "4.14");
  // R = 92.72 − 95 · 5 / 17.5 = 65.577.
  equal(mosOf({ ...CLEAN, lossShare: 0.05 }).toFixed(2), "3.38");
  equal(mosOf({ rttMs: 3_000, jitterMs: 500, lossShare: 1 }), 1);
});

Deno.test("[pitfall 7] the score never rises as anything worsens", () => {
  const impairments = fc.record({
    rttMs: spread(0, 5_000),
    jitterMs: spread(0, 1_000),
    lossShare: spread(0, 1),
  });
  fc.assert(
    fc.property(impairments, impairments, (a, b) => {
      const worse = {
        rttMs: Math.max(a.rttMs, b.rttMs),
        jitterMs: Math.max(a.jitterMs, b.jitterMs),
        lossShare: Math.max(a.lossShare, b.lossShare),
      };
      return mosOf(worse) <= mosOf(a);
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("[pitfall 7] not even the last bit of a figure raises the score", () => {
  const clean = { rttMs: 0, jitterMs: 0 };
  const [less, more] = [0.999999999999999, 0.9999999999999992];
  ok(
    mosOf({ ...clean, lossShare: more }) <=
      mosOf({ ...clean, lossShare: less }),
  );
});

Deno.test("[pitfall 7] the score falls all the way over a grid of delays", () => {
  for (const lossShare of [0, 0.05, 0.2]) {
    let last = Infinity;
    for (let rttMs = 0; rttMs <= 2_000; rttMs += 2) {
      const mos = mosOf({ ...CLEAN, rttMs, lossShare });
      ok(mos < last || mos === 1, `${rttMs} ms, ${lossShare}`);
      last = mos;
    }
  }
});
