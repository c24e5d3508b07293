import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { RateLimit } from "@/lib/call/talk/rate_limit.ts";

Deno.test("a bucket gives its burst, and then as it fills", () => {
  const limit = new RateLimit({ burst: 3, perSecond: 2 }, 0);
  equal([1, 2, 3, 4].filter(() => limit.take(0)).length, 3);
  equal(limit.take(499), false);
  equal(limit.take(501), true);
  equal(limit.take(501), false);
  equal([1, 2, 3, 4].filter(() => limit.take(60_000)).length, 3);
});

Deno.test("a clock that is put back gives nothing", () => {
  const limit = new RateLimit({ burst: 1, perSecond: 1 }, 10_000);
  equal(limit.take(10_000), true);
  equal(limit.take(0), false);
  equal(limit.take(500), false);
  equal(limit.take(1_000), true, "and takes nothing");
});

Deno.test("no sender gets more than burst and rate together", () => {
  const steps = fc.array(fc.integer({ min: 0, max: 2_000 }), {
    maxLength: 300,
  });
  const rate = { burst: 5, perSecond: 2 };
  fc.assert(fc.property(steps, (stepsMs) => {
    const limit = new RateLimit(rate, 0);
    let [nowMs, taken] = [0, 0];
    for (const stepMs of stepsMs) {
      nowMs += stepMs;
      if (limit.take(nowMs)) taken++;
    }
    const most = rate.burst + rate.perSecond * nowMs / 1_000;
    ok(taken <= most + 1e-6, `${taken} of ${most}`);
  }));
});
