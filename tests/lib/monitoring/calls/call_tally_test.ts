import { deepEqual, equal } from "node:assert/strict";
import { serialize } from "node:v8";
import fc from "fast-check";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import { CallTally } from "@/lib/monitoring/calls/call_tally.ts";
import { rtcFamilySource } from "@/lib/monitoring/calls/metrics.ts";
import { outcomeMutations } from "@/lib/monitoring/calls/outcome_store.ts";
import {
  createRtcRollUp,
  rtcPeriodKind,
} from "@/lib/monitoring/calls/period_kind.ts";
import { summarizeRtc } from "@/lib/monitoring/calls/summary.ts";
import { exposition } from "@/lib/monitoring/core/exposition.ts";
import { MAX_VALUE_BYTES } from "@/lib/monitoring/core/pack.ts";
import { QUALITY_LEVELS } from "@/lib/protocol/call_stats.ts";
import { testStore } from "@/tests/helpers.ts";
import { addBeacons, beacon } from "./beacons.ts";
import { spread } from "@/tests/spread.ts";

const NOON = Date.UTC(2026, 10, 20, 12);

const word = fc.record({
  heldMs: fc.integer({ min: 0, max: 15_000 }),
  quality: fc.constantFrom(...QUALITY_LEVELS),
  rttMs: spread(0, 2_000),
  lossShare: spread(0, 1),
}, { requiredKeys: ["heldMs"] });

function tallyOf(words: Parameters<CallTally["addWord"]>[0][]): CallTally {
  const tally = new CallTally();
  for (const each of words) tally.addWord(each);
  tally.addCall("path");
  tally.addRelayed(1e6, "needed");
  return tally;
}

Deno.test("CallTally merges to what all words together give, in any order", () => {
  fc.assert(fc.property(fc.array(word), fc.array(word), (a, b) => {
    const together = tallyOf([...a, ...b]);
    together.addCall("path");
    together.addRelayed(1e6, "needed");
    for (const parts of [[a, b], [b, a]]) {
      const merged = new CallTally();
      for (const part of parts) merged.addPlain(tallyOf(part).toPlain());
      // Levels are listed as they came.
      deepEqual(merged.toPlain(), together.toPlain());
    }
  }));
});

Deno.test("outcomes of calls are rolled up beside beacons, once each, however often", async () => {
  using store = await testStore();
  const now = () => NOON + 30 * 60_000;
  const rollUp = createRtcRollUp(store, now);
  for (let i = 0; i < 3; i++) {
    const tally = tallyOf([
      { heldMs: 9_000, quality: "good", rttMs: 100, lossShare: 0.01 },
      { heldMs: 1_000, quality: "poor", rttMs: 400 },
    ]).toPlain();
    const closedAtMs = NOON + i * 6 * 60_000;
    const mutations = outcomeMutations(`p${i}`, { closedAtMs, tally });
    await store.commit({ mutations });
    await store.commit({ mutations });
    await rollUp.run();
  }
  await addBeacons(store, beacon(NOON, { ttfmMs: 5 }));
  await rollUp.run();
  await rollUp.run();
  const [hour, ...others] = await Array.fromAsync(
    rollUp.periods("hour", { fromMs: NOON, toMs: NOON + 3600_000 }),
  );
  deepEqual(others, []);
  const { calls, beaconCount } = summarizeRtc(RtcAggregate.fromPlain(hour!));
  equal(beaconCount, 1);
  deepEqual(
    [calls.callCount, calls.rttMs.count, calls.lossPct.count],
    [3, 6, 3],
  );
  deepEqual(calls.qualityPct, { good: 90, poor: 10 });
  deepEqual(calls.verdicts, { path: 3 });
  equal(calls.relayedNeededBytes, 3e6);
  const text = exposition(
    await rtcFamilySource(rollUp, {
      now,
      costPerGb: () => Promise.resolve(50),
    })(),
  );
  for (
    const line of [
      'parley_call_quality_ratio{quality="good"} 0.9',
      'parley_call_verdicts{place="path"} 3',
      'parley_relayed_bytes{because="needed"} 3000000',
      'parley_relay_cost_dollars{because="needed"} 0.15',
    ]
  ) equal(text.includes(`${line}\n`), true, text);
});

Deno.test("periods from before calls were added up are taken in", () => {
  const aggregate = new RtcAggregate();
  const { calls: _, ...older } = aggregate.toPlain();
  aggregate.addPlain(older);
  equal(aggregate.calls.callCount, 0);
  equal(rtcPeriodKind.countOf({ ...older, startAt: 0 }), 0);
});

Deno.test("a period of all imaginable calls still fits into the store", () => {
  const aggregate = new RtcAggregate();
  const tally = new CallTally();
  for (let i = 0; i < 20_000; i++) {
    tally.addWord({ heldMs: 1, rttMs: 1.02 ** i % 8.64e7, lossShare: i / 2e4 });
  }
  aggregate.calls.addPlain(tally.toPlain());
  const parts = rtcPeriodKind.split({ ...aggregate.toPlain(), startAt: NOON });
  for (const { value, sizeBytes } of parts) {
    equal(sizeBytes <= MAX_VALUE_BYTES, true);
    equal(sizeBytes >= serialize(value).length, true, "rather too high");
  }
  const joined = rtcPeriodKind.join(NOON, parts.map(({ value }) => value));
  deepEqual(joined.calls, tally.toPlain());
});
