import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import { beacon } from "./beacons.ts";

const NOON = Date.UTC(2026, 10, 20, 12);

Deno.test("RtcAggregate merges to what all beacons together give", () => {
  const fields = fc.record({
    ttfmMs: fc.double({ min: 0, max: 9_000, noNaN: true }),
    turns443: fc.boolean(),
  });
  fc.assert(fc.property(fc.array(fields), fc.array(fields), (a, b) => {
    const together = new RtcAggregate();
    const merged = new RtcAggregate();
    for (const list of [a, b]) {
      const part = new RtcAggregate();
      for (const one of list) {
        together.add(beacon(NOON, one));
        part.add(beacon(NOON, one));
      }
      merged.addPlain(part.toPlain());
    }
    deepEqual(merged.toPlain(), together.toPlain());
  }));
});

Deno.test("RtcAggregate take in what was stored before set-up was measured", () => {
  const aggregate = new RtcAggregate();
  aggregate.add(beacon(NOON, { matchMs: 5, ttfmMs: 300 }));
  const { setupMs: _, ...old } = aggregate.toPlain();
  aggregate.addPlain(old);
  equal(aggregate.sketch("ttfmMs").count, 2);
  equal(aggregate.sketch("setupMs").count, 1);
});
