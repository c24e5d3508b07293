import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import type { LiveNews } from "@/lib/desk/live_news.ts";
import {
  type LiveState,
  NOTHING_KNOWN,
  withNews,
} from "@/lib/desk/live_state.ts";
import { aCall, anAlert } from "./live_calls.ts";

/** The same, told by whole lists: slow and plain. */
function told(state: LiveState) {
  return {
    counts: state.counts,
    calls: [...state.calls.values()].sort((x, y) =>
      x.pairId < y.pairId ? -1 : 1
    ),
    alerts: [...state.alerts.keys()].sort(),
  };
}

const pairId = fc.constantFrom("p1", "p2", "p3");
const call = fc.record({ pairId, startedAt: fc.nat(9) }, {
  noNullPrototype: true,
})
  .map(({ pairId, startedAt }) => aCall(pairId, [], { startedAt }));
const alert = fc.record({
  id: fc.constantFrom("x", "y"),
  subject: fc.oneof(pairId, fc.constant("all")),
  resolvedAt: fc.constantFrom(null, 5),
}, { noNullPrototype: true }).map(({ id, ...rest }) => anAlert(id, rest));
const counts = fc.record({ waitingCount: fc.nat(9), callCount: fc.nat(9) }, {
  noNullPrototype: true,
});
const news: fc.Arbitrary<LiveNews> = fc.oneof(
  {
    weight: 4,
    arbitrary: call.map((data) => ({ name: "call" as const, data })),
  },
  pairId.map((pairId) => ({ name: "gone" as const, data: { pairId } })),
  alert.map((data) => ({ name: "alert" as const, data })),
  counts.map((data) => ({ name: "counts" as const, data })),
  fc.record({
    at: fc.nat(9),
    counts,
    calls: fc.uniqueArray(call, { selector: (one) => one.pairId }),
    alerts: fc.uniqueArray(
      alert.map((one) => ({ ...one, resolvedAt: null })),
      { selector: ({ id }) => id },
    ),
  }, { noNullPrototype: true }).map((data) => ({
    name: "snapshot" as const,
    data,
  })),
);

Deno.test("withNews() knows the same however the news is parted", () => {
  fc.assert(fc.property(fc.array(news), fc.nat(), (all, cut) => {
    const at = all.length === 0 ? 0 : cut % all.length;
    const whole = withNews(NOTHING_KNOWN, all);
    const parted = withNews(
      withNews(NOTHING_KNOWN, all.slice(0, at)),
      all.slice(at),
    );
    const single = all.reduce(
      (state, one) => withNews(state, [one]),
      NOTHING_KNOWN,
    );
    deepEqual(told(parted), told(whole));
    deepEqual(told(single), told(whole));
  }));
});

Deno.test("withNews() changes nothing that was known before", () => {
  fc.assert(fc.property(fc.array(news), fc.array(news), (before, after) => {
    const state = withNews(NOTHING_KNOWN, before);
    const copy = structuredClone(told(state));
    withNews(state, after);
    deepEqual(told(state), copy);
  }));
});

Deno.test("withNews() forgets a call that is gone, and what a snapshot lacks", () => {
  const both = withNews(NOTHING_KNOWN, [
    { name: "call", data: aCall("p1") },
    { name: "call", data: aCall("p2") },
  ]);
  const one = withNews(both, [{ name: "gone", data: { pairId: "p1" } }]);
  deepEqual([...one.calls.keys()], ["p2"]);
  const counts = { waitingCount: 1, callCount: 1 };
  const fresh = withNews(both, [{
    name: "snapshot",
    data: { at: 0, counts, calls: [aCall("p3")], alerts: [] },
  }]);
  deepEqual([...fresh.calls.keys()], ["p3"]);
  deepEqual(fresh.counts, counts);
});

Deno.test("withNews() shows an alert in its call at once, until it closes", () => {
  const news = (resolvedAt: number | null): LiveNews => ({
    name: "alert",
    data: anAlert("x", { subject: "p1", resolvedAt }),
  });
  const state = withNews(NOTHING_KNOWN, [
    { name: "call", data: aCall("p1") },
    news(null),
    news(null),
  ]);
  equal(state.calls.get("p1")!.alerts.length, 1);
  equal(state.alerts.size, 1);
  const closed = withNews(state, [news(9)]);
  equal(closed.calls.get("p1")!.alerts.length, 0);
  equal(closed.alerts.size, 0);
});
