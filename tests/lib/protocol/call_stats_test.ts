import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import {
  type CallStats,
  deltaBetween,
  statsEmissionSchema,
  withDelta,
} from "@/lib/protocol/call_stats.ts";
import { spread } from "@/tests/spread.ts";

const frame = { pairId: "p1", seq: 0, full: true, ts: 1_787_400_000_000 };

const stats: fc.Arbitrary<CallStats> = fc.record({
  quality: fc.constantFrom("excellent", "good", "fair", "poor"),
  rttMs: spread(0, 5_000),
  lossShare: spread(0, 1),
  isRelayed: fc.boolean(),
  qualityReasons: fc.subarray(["rtt", "loss", "jitter", "stalled"] as const),
}, { noNullPrototype: true, requiredKeys: [] }) as fc.Arbitrary<CallStats>;

Deno.test("a delta put on the state it starts from gives the state it leads to", () => {
  fc.assert(fc.property(stats, stats, (from, to) => {
    deepEqual(withDelta(from, deltaBetween(from, to)), to);
  }));
});

Deno.test("a delta says nothing of what stayed, and null of what went", () => {
  deepEqual(
    deltaBetween({ rttMs: 5, lossShare: 0.1 }, { lossShare: 0.1, mos: 4 }),
    { rttMs: null, mos: 4 },
  );
});

Deno.test("a delta survives JSON and the edge", () => {
  fc.assert(fc.property(stats, stats, (from, to) => {
    const metrics = deltaBetween(from, to);
    const sent = JSON.parse(JSON.stringify({ ...frame, metrics }));
    const { emission, droppedFieldCount } = statsEmissionSchema.parse(sent);
    equal(droppedFieldCount, 0);
    // JSON has no -0.
    deepEqual(emission.metrics, JSON.parse(JSON.stringify(metrics)));
  }));
});

Deno.test("an emission keeps what is right, and drops field by field", () => {
  const received = statsEmissionSchema.parse({
    ...frame,
    metrics: {
      rttMs: -1,
      lossShare: 2,
      quality: "superb",
      invented: 1,
      mos: null,
      __proto__: null,
      constructor: 1,
      jitterMs: 12.5,
    },
  });
  deepEqual(received.emission.metrics, { mos: null, jitterMs: 12.5 });
  equal(received.droppedFieldCount, 5);
});

Deno.test("an emission without its frame is refused", () => {
  for (const name of ["pairId", "seq", "full", "ts", "metrics"]) {
    const { [name]: _, ...rest }: Record<string, unknown> = {
      ...frame,
      metrics: {},
    };
    equal(statsEmissionSchema.safeParse(rest).success, false, name);
  }
});
