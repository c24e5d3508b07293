import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import { addKpi, kpisOfPair } from "@/lib/monitoring/calls/kpi_store.ts";
import { beacon, storeWith } from "./beacons.ts";
import { spread } from "@/tests/spread.ts";

const NOON = Date.UTC(2026, 10, 20, 12);

Deno.test("RtcAggregate merges to what all beacons together give", () => {
  const fields = fc.record({
    ttfmMs: spread(0, 9_000),
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

Deno.test("RtcAggregate takes TLS on port 443 for a relay, and nothing else for one", () => {
  const shareOf = (turns443: boolean) => {
    const aggregate = new RtcAggregate();
    aggregate.add(beacon(0, { relay: false, turns443 }));
    return aggregate.share("relay");
  };
  deepEqual(shareOf(true), { yesCount: 1, knownCount: 1 });
  deepEqual(shareOf(false), { yesCount: 0, knownCount: 1 });
});

Deno.test("RtcAggregate counts the steps that calls reached, and nothing that an older period lacks", () => {
  const aggregate = new RtcAggregate();
  aggregate.add(beacon(0, { funnel: { matched: 5, offer: 9 } }));
  aggregate.add(beacon(1, { funnel: { matched: 4 } }));
  deepEqual(Object.fromEntries(aggregate.steps), { matched: 2, offer: 1 });
  const { unverifiedCount: _, ...older } = aggregate.toPlain();
  equal(RtcAggregate.fromPlain(older).unverifiedCount, 0);
});

Deno.test("addKpi() keeps two beacons of one millisecond", async () => {
  using store = await storeWith();
  for (const chance of [0.1, 0.2]) {
    await addKpi(store, beacon(7, { pairId: "p" }), () => chance);
  }
  equal((await kpisOfPair(store, "p")).length, 2);
});
