import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import { type CallStats, withDelta } from "@/lib/protocol/call_stats.ts";
import {
  type EmissionLog,
  NEW_LOG,
  nextEmission,
} from "@/lib/webrtc_stats/emission_log.ts";

Deno.test("nextEmission() is whole first, then what changed", () => {
  const stats = { rttMs: 5, downFps: 30 };
  const first = nextEmission(NEW_LOG, stats);
  deepEqual(first.content, { seq: 0, full: true, metrics: stats });
  const log = { ...first.log, acknowledged: stats };
  deepEqual(nextEmission(log, { rttMs: 7, mos: 4 }).content, {
    seq: 1,
    full: false,
    metrics: { rttMs: 7, mos: 4, downFps: null },
  });
});

Deno.test("nextEmission() is whole after one that was not acknowledged", () => {
  const known = { nextSeq: 4, acknowledged: { rttMs: 5 } };
  const { log } = nextEmission(known, { rttMs: 9 });
  deepEqual(nextEmission(log, { rttMs: 5 }).content, {
    seq: 5,
    full: true,
    metrics: { rttMs: 5 },
  });
});

Deno.test("whatever gets lost on the way there or back, states agree", () => {
  const stats = fc.record({
    rttMs: fc.nat(2),
    downFps: fc.nat(2),
    isStalled: fc.boolean(),
  }, { noNullPrototype: true, requiredKeys: [] }) as fc.Arbitrary<CallStats>;
  const fate = fc.constantFrom("lost", "unanswered", "answered");
  const steps = fc.array(fc.tuple(stats, fate), { minLength: 1 });
  fc.assert(
    fc.property(steps, (steps) => {
      let log: EmissionLog = NEW_LOG;
      let held: CallStats | null = null;
      for (const [stats, fate] of steps) {
        const { content, log: next } = nextEmission(log, stats);
        log = next;
        if (fate !== "lost") {
          held = withDelta(content.full ? {} : held!, content.metrics);
          deepEqual(held, stats);
        }
        if (fate === "answered") log = { ...log, acknowledged: stats };
      }
    }),
    { numRuns: 1_000 },
  );
});
