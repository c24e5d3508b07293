import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import type { StatsEmission } from "@/lib/protocol/call_stats.ts";
import {
  hasGap,
  joined,
  type MemberState,
  NO_STATE,
  receive,
  statsOf,
} from "@/lib/monitoring/live/member_state.ts";
import { emission, pageOf, states } from "./emissions.ts";

const NOW = 5_000;

function after(
  emissions: readonly StatsEmission[],
  from: MemberState = NO_STATE,
): MemberState {
  return emissions.reduce((state, one) => receive(state, one, NOW).state, from);
}

const row = fc.array(states, { minLength: 1, maxLength: 8 });
/** Positions, each at least once, some twice, in any order. */
const disorder = row.chain((all) =>
  fc.record({
    all: fc.constant(all),
    order: fc.tuple(
      fc.shuffledSubarray(all.map((_, i) => i), { minLength: all.length }),
      fc.array(fc.nat({ max: all.length - 1 }), { maxLength: 6 }),
    ).map(([each, again]) => [...each, ...again]),
  })
);

Deno.test("receive() ends at the page's state in whatever order, and however often, its emissions come", () => {
  fc.assert(fc.property(disorder, ({ all, order }) => {
    const emissions = pageOf(all);
    const state = after(order.map((i) => emissions[i]!));
    deepEqual(state.stats, all.at(-1));
    equal(hasGap(state), false);
  }));
});

Deno.test("joined() makes of what two instances heard what one would have heard, in either order, twice", () => {
  fc.assert(fc.property(
    disorder,
    fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
    ({ all, order }, isFirst) => {
      const emissions = order.map((i) => pageOf(all)[i]!);
      const one = after(emissions.filter((_, i) => isFirst[i]));
      const other = after(emissions.filter((_, i) => !isFirst[i]));
      const both = joined(one, other);
      deepEqual(both.stats, all.at(-1));
      equal(hasGap(both), false);
      deepEqual(joined(other, one), both);
      deepEqual(joined(both, one), both);
    },
  ));
});

Deno.test("receive() shows what came after a gap, and says that there is one until it is filled", () => {
  const emissions = pageOf([{ rttMs: 1 }, { rttMs: 1, mos: 4 }, { rttMs: 3 }]);
  const gapped = after([emissions[0]!, emissions[2]!]);
  equal(hasGap(gapped), true);
  equal(statsOf(gapped).rttMs, 3);
  equal(gapped.stats.rttMs, 1);
  equal(hasGap(after([emissions[1]!], gapped)), false);
  const full = emission({ seq: 3, ts: 9_000, metrics: { rttMs: 8 } });
  const whole = after([full], gapped);
  equal(hasGap(whole), false);
  deepEqual(statsOf(whole), { rttMs: 8 });
});

Deno.test("receive() has a gap where a delta comes first", () => {
  const { state, reception } = receive(
    NO_STATE,
    emission({ seq: 4, full: false, metrics: { rttMs: 2 } }),
    NOW,
  );
  equal(reception, "news");
  equal(hasGap(state), true);
  deepEqual(statsOf(state), { rttMs: 2 });
});

Deno.test("receive() takes the page after a reload for a new one, and a late word of the old one for a repeat", () => {
  const old = pageOf([{ rttMs: 1 }, { rttMs: 2 }, { rttMs: 3 }]);
  const next = pageOf([{ rttMs: 70 }, { rttMs: 80 }], 50_000);
  const state = after(old);
  equal(receive(state, next[1]!, NOW).reception, "baseless");
  const reloaded = after(next, state);
  deepEqual(reloaded.stats, { rttMs: 80 });
  equal(receive(reloaded, old[0]!, NOW).reception, "repeat");
  deepEqual(joined(reloaded, state).stats, { rttMs: 80 });
  deepEqual(joined(state, reloaded).stats, { rttMs: 80 });
});

Deno.test("joined() puts nothing of an earlier page on a later one", () => {
  const old = pageOf([{ rttMs: 1 }, { rttMs: 2 }, { rttMs: 3, mos: 1 }]);
  const gapped = after([old[0]!, old[2]!]);
  const next = after(pageOf([{ rttMs: 70 }, { rttMs: 80 }], 50_000));
  for (const both of [joined(gapped, next), joined(next, gapped)]) {
    deepEqual(statsOf(both), { rttMs: 80 });
  }
});

Deno.test("receive() believes a full state after a long silence whatever the page's clock says", () => {
  const state = after(pageOf([{ rttMs: 1 }, { rttMs: 2 }], 90_000));
  const setBack = emission({ ts: 10, metrics: { rttMs: 7 } });
  equal(receive(state, setBack, NOW + 60_000).reception, "repeat");
  const late = receive(state, setBack, NOW + 60_001);
  equal(late.reception, "news");
  deepEqual(late.state.stats, { rttMs: 7 });
});

Deno.test("receive() keeps few deltas after a gap, the latest ones", () => {
  const state = after(Array.from({ length: 40 }, (_, i) =>
    emission({
      seq: i + 5,
      full: false,
      metrics: { rttMs: i },
    })));
  equal(state.ahead.length, 8);
  equal(statsOf(state).rttMs, 39);
});
