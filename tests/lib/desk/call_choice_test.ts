import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import {
  type CallFilter,
  countriesOf,
  NO_FILTER,
  passes,
  SORT_KEYS,
  sortAfterClick,
  sorted,
} from "@/lib/desk/call_choice.ts";
import { rowOf } from "@/lib/desk/call_rows.ts";
import { QUALITY_LEVELS } from "@/lib/protocol/call_stats.ts";
import { aCall, aMember, anAlert } from "./live_calls.ts";

const ROWS = [
  aCall("alpha", [
    aMember({ quality: "poor", isRelayed: true, rttMs: 300 }, {
      country: "VN",
    }),
    aMember({ quality: "good" }, { id: "Guest-7", country: "SA" }),
  ]),
  aCall("beta", [aMember({ quality: "good", isRelayed: false, rttMs: 40 })], {
    alerts: [anAlert("x")],
    startedAt: 5,
  }),
  aCall("gamma", [aMember()], { startedAt: 3 }),
].map(rowOf);

const chosen = (filter: Partial<CallFilter>) =>
  ROWS.filter((row) => passes(row, { ...NO_FILTER, ...filter }))
    .map(({ pairId }) => pairId);

Deno.test("passes() finds a call by a part of its id or of a member's", () => {
  deepEqual(chosen({ text: " ALPH " }), ["alpha"]);
  deepEqual(chosen({ text: "guest-7" }), ["alpha"]);
  deepEqual(chosen({ text: "nobody" }), []);
  deepEqual(chosen({}), ["alpha", "beta", "gamma"]);
});

Deno.test("passes() finds no call by the names of its two sides, which every call has", () => {
  const sides = [aMember(), aMember({}, { id: "b" })];
  const row = rowOf(aCall("0mw-x7", sides));
  const finds = (text: string) => passes(row, { ...NO_FILTER, text });
  deepEqual(["a", "b", "x"].map(finds), [false, false, true]);
});

Deno.test("passes() filters by quality, relay, country and alert", () => {
  deepEqual(chosen({ quality: "good" }), ["beta"]);
  deepEqual(chosen({ relay: "relayed" }), ["alpha"]);
  deepEqual(chosen({ relay: "direct" }), ["beta"], "unknown is not direct");
  deepEqual(chosen({ country: "SA" }), ["alpha"]);
  deepEqual(chosen({ alert: "open" }), ["beta"]);
  deepEqual(chosen({ alert: "none" }), ["alpha", "gamma"]);
  deepEqual(chosen({ quality: "poor", relay: "direct" }), []);
});

const order = (key: typeof SORT_KEYS[number], isDescending: boolean) =>
  sorted(ROWS, { key, isDescending }).map(({ pairId }) => pairId);

Deno.test("sorted() puts the worst first, what is unknown last either way", () => {
  deepEqual(order("quality", true), ["alpha", "beta", "gamma"]);
  deepEqual(order("quality", false), ["beta", "alpha", "gamma"]);
  deepEqual(order("rtt", false), ["beta", "alpha", "gamma"]);
  deepEqual(order("duration", true), ["alpha", "gamma", "beta"]);
  deepEqual(order("members", true), ["alpha", "gamma", "beta"]);
});

const row = fc.record({
  pairId: fc.uuid(),
  startedAt: fc.nat(3),
  quality: fc.constantFrom(...QUALITY_LEVELS, undefined),
  rttMs: fc.option(fc.nat(3), { nil: undefined }),
}).map(({ pairId, startedAt, quality, rttMs }) =>
  rowOf(aCall(pairId, [aMember({
    ...(quality !== undefined && { quality }),
    ...(rttMs !== undefined && { rttMs }),
  })], { startedAt }))
);

Deno.test("sorted() gives one order, whatever the order before", () => {
  const rows = fc.uniqueArray(row, { selector: ({ pairId }) => pairId });
  const key = fc.constantFrom(...SORT_KEYS);
  fc.assert(fc.property(rows, key, fc.boolean(), (all, key, isDescending) => {
    const sort = { key, isDescending };
    deepEqual(sorted(all.toReversed(), sort), sorted(all, sort));
  }));
});

Deno.test("sortAfterClick() begins with the worst and then turns round", () => {
  const first = sortAfterClick({ key: "rtt", isDescending: false }, "loss");
  deepEqual(first, { key: "loss", isDescending: true });
  equal(sortAfterClick(first, "loss").isDescending, false);
});

Deno.test("countriesOf() lists what is known, each once", () => {
  deepEqual(countriesOf(ROWS), ["SA", "VN"]);
});
