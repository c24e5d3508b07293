import { deepEqual, equal } from "node:assert/strict";
import { DEFAULT_FILTERS } from "@/lib/call/filters.ts";
import { Search } from "@/lib/call/signaling/search.ts";
import { SignalingError } from "@/lib/call/signaling/signaling_error.ts";
import type { Expectation } from "@/lib/call/signaling/signals.ts";
import { fakeClient, FakeTimers, settle } from "@/tests/lib/call/fakes.ts";

/** A search on a server that answers each request when it is told to. */
function search() {
  const answers: PromiseWithResolvers<void>[] = [];
  const client = fakeClient({
    enqueue() {
      answers.push(Promise.withResolvers());
      return answers.at(-1)!.promise;
    },
  });
  const expected: Expectation[] = [];
  const errors: unknown[] = [];
  const timers = new FakeTimers();
  const it = new Search({
    client,
    timers,
    random: () => 0.5,
    source: { expect: (expectation) => expected.push(expectation) },
    onOutage: () => {},
    onError: (error) => errors.push(error),
  });
  return {
    search: it,
    client,
    expected,
    errors,
    timers,
    async answer(error?: { status: number; code: string }) {
      await settle();
      const next = answers.shift()!;
      if (error) next.reject(new SignalingError("enqueue", error));
      else next.resolve();
      await settle();
    },
  };
}

const NOT_QUEUED = { status: 409, code: "not-queued" };
const MATCH = { kind: "match", mayBeOutdated: false };

Deno.test("only a first request to join may bring its match before its answer", async () => {
  const s = search();
  s.search.begin("one");
  deepEqual(s.expected, [{ kind: "joining" }]);
  await settle();
  s.search.rejoin();
  deepEqual(s.expected.at(-1), { kind: "nothing" }, "which of the two was it?");
  await s.answer();
  await s.answer();
  s.search.end();
  s.search.begin("two");
  deepEqual(s.expected.at(-1), { kind: "joining" }, "all is answered");
});

Deno.test("a request to join that failed brings no match", async () => {
  const s = search();
  s.search.begin("one");
  s.client.enqueue = () =>
    Promise.reject(
      new SignalingError("enqueue", { status: 503, code: "unavailable" }),
    );
  await settle();
  deepEqual(s.expected.at(-1), { kind: "nothing" });
});

Deno.test("an offer counts as the one that waits once the server has it", async () => {
  const s = search();
  s.search.begin("one");
  await s.answer();
  s.search.setOffer("two");
  equal(s.search.offered, "one");
  deepEqual(s.expected.at(-1), { kind: "nothing" }, "no match is told yet");
  await s.answer();
  equal(s.search.offered, "two");
  deepEqual(s.expected.at(-1), MATCH);
});

Deno.test("a renewal that comes after a match leaves the offer as it was", async () => {
  const s = search();
  s.search.begin("one");
  await s.answer();
  s.search.setOffer("two");
  await s.answer(NOT_QUEUED);
  equal(s.search.offered, "one");
  deepEqual(s.expected.at(-1), MATCH);
  deepEqual(s.errors, []);
});

Deno.test("a renewal waits for the one before, and knows which offer that took", async () => {
  const s = search();
  s.search.begin("one");
  await s.answer();
  s.search.setOffer("two");
  s.search.setFilters({ ...DEFAULT_FILTERS, meetGenders: ["f"] });
  s.search.setOffer("three");
  await s.answer();
  equal(s.search.offered, "two");
  deepEqual(s.expected.at(-1), { kind: "nothing" });
  await s.answer(NOT_QUEUED);
  equal(s.search.offered, "two");
  deepEqual(s.client.calls, [
    "enqueue all ALL with one",
    "renew all ALL with two",
    "renew f ALL with three",
  ]);
});

Deno.test("after a renewal that was lost the place is asked for anew", async () => {
  const s = search();
  s.search.begin("one");
  await s.answer();
  s.search.setOffer("two");
  await s.answer({ status: 0, code: "network" });
  await s.answer();
  equal(s.client.calls.at(-1), "enqueue all ALL with two");
  equal(s.search.offered, "two");
  deepEqual(s.expected.at(-1), { kind: "match", mayBeOutdated: true });
});

Deno.test("while the server is out of reach nothing is renewed", async () => {
  const s = search();
  s.search.begin(null);
  await s.answer({ status: 0, code: "network" });
  s.search.setOffer("one");
  await settle();
  deepEqual(s.client.calls, ["enqueue all ALL"]);
  await s.timers.advance(1_500);
  deepEqual(s.client.calls.at(-1), "enqueue all ALL with one");
});

Deno.test("who hides their address says so, and takes back the offer that holds it", async () => {
  const s = search();
  s.search.begin("one");
  await s.answer();
  s.search.hideAddress(true);
  await s.answer();
  equal(s.client.calls.at(-1), "renew all ALL hidden");
  equal(s.search.offered, null);
  s.search.setOffer("two");
  await s.answer();
  equal(s.client.calls.at(-1), "renew all ALL with two hidden");
  const asked = s.client.calls.length;
  s.search.hideAddress(true);
  await settle();
  equal(s.client.calls.length, asked, "it is said already");
  s.search.end();
  s.search.begin(null);
  await s.answer();
  equal(s.client.calls.at(-1), "enqueue all ALL hidden", "in every search");
});
