import { deepEqual, equal } from "node:assert/strict";
import { DEFAULT_FILTERS, toEnqueueBody } from "@/lib/call/filters.ts";
import { createClient } from "@/lib/call/signaling/rest_client.ts";
import { Search } from "@/lib/call/signaling/search.ts";
import type { Expectation } from "@/lib/call/signaling/signals.ts";
import { bodyOf, testApp } from "@/tests/app.ts";
import { FakeTimers } from "@/tests/lib/call/fakes.ts";

/** Longest that a search may put a request off, milliseconds. */
const LONG_MS = 5_000;

/** The search of a page whose server is the real app. */
async function searchOn(app: Awaited<ReturnType<typeof testApp>>) {
  const visitor = await app.visitor();
  const timers = new FakeTimers();
  const requests: Promise<Response>[] = [];
  const statuses: number[] = [];
  const client = createClient({
    timers,
    random: () => 0.5,
    sendBeacon: () => true,
    fetch: (path, init) => {
      const { signal: _, ...rest } = init!;
      const headers = { cookie: visitor.cookie };
      const asked = app.fetch(String(path), { ...rest, headers });
      requests.push(asked.then((response) => {
        statuses.push(response.status);
        return response;
      }));
      return requests.at(-1)!;
    },
  });
  const expected: Expectation[] = [];
  const search = new Search({
    client,
    timers,
    random: () => 0.5,
    source: { expect: (expectation) => expected.push(expectation) },
    onOutage: () => {},
    onError: (error) => {
      throw error;
    },
  });
  return {
    visitor,
    search,
    expected,
    statuses,
    /** Lets all that is asked be answered. */
    async settle() {
      await timers.advance(LONG_MS);
      await Promise.all(requests);
      await timers.advance(0);
    },
  };
}

const wishes = toEnqueueBody(DEFAULT_FILTERS);

Deno.test("an offer that is renewed in the moment of a match does not end it", async () => {
  using app = await testApp();
  const { search, visitor, expected, statuses, settle } = await searchOn(app);
  search.begin("first offer");
  await settle();
  const arriving = await app.visitor();
  await arriving.post("/api/rtc/enqueue");
  const { pairId } = await bodyOf(await arriving.post("/api/rtc/matchmake"));
  // The page has not heard of it when its offer is made anew.
  search.setOffer("second offer");
  await settle();
  const match = await bodyOf(await visitor.post("/api/rtc/matchmake"));
  deepEqual(match, { pairId, role: "caller" });
  equal(search.offered, "first offer", "that is the one the partner has");
  const query = new URLSearchParams({ pairId });
  const offer = await bodyOf(await arriving.get(`/api/rtc/offer?${query}`));
  equal(offer.sdp, search.offered);
  deepEqual(expected.at(-1), { kind: "match", mayBeOutdated: false });
  deepEqual(statuses, [204, 204], "browsers print what is no success");
});

Deno.test("an offer that is renewed while waiting is the one the partner gets", async () => {
  using app = await testApp();
  const { search, settle } = await searchOn(app);
  search.begin("first offer");
  await settle();
  search.setOffer("second offer");
  await settle();
  equal(search.offered, "second offer");
  const arriving = await app.visitor();
  await arriving.post("/api/rtc/enqueue");
  const { pairId } = await bodyOf(await arriving.post("/api/rtc/matchmake"));
  const query = new URLSearchParams({ pairId });
  const offer = await bodyOf(await arriving.get(`/api/rtc/offer?${query}`));
  equal(offer.sdp, "second offer");
});

/** The two answers to a renewal of nothing: of an earlier build, and of ours. */
const MISSES = [
  { asked: {}, told: { status: 409, header: null, error: "not-queued" } },
  {
    asked: { mayMiss: true },
    told: { status: 204, header: "1", error: undefined },
  },
] as const;

for (const { asked, told } of MISSES) {
  Deno.test(`POST /api/rtc/enqueue with onlyIfWaiting renews a place, and makes none: ${told.status}`, async () => {
    using app = await testApp();
    const [one, two] = [await app.visitor(), await app.visitor()];
    const renewal = { ...wishes, onlyIfWaiting: true, ...asked };
    const renew = async () => {
      const response = await one.post("/api/rtc/enqueue", renewal);
      const { status, headers } = response;
      const error = status === 204 ? undefined : (await bodyOf(response)).error;
      return { status, header: headers.get("no-place"), error };
    };
    deepEqual(await renew(), told);
    await one.post("/api/rtc/enqueue", { filterCountries: "VN" });
    deepEqual(await renew(), { status: 204, header: null, error: undefined });
    // With the wishes it came with.
    await two.post("/api/rtc/enqueue");
    equal((await two.post("/api/rtc/matchmake")).status, 200);
    deepEqual(await renew(), told);
    equal((await two.post("/api/rtc/matchmake")).status, 200);
  });
}
