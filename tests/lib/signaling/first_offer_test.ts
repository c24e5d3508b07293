import { deepEqual, equal } from "node:assert/strict";
import {
  DESCRIPTION_LIFE_MS,
  type FirstOffer,
  firstOfferKept,
  readFirstOffer,
  sweepFirstOffer,
} from "@/lib/signaling/first_offer.ts";
import { makePair, testServices, testStore } from "@/tests/helpers.ts";

/** A call whose first offer was there before it, and what is left of offers. */
async function callWithFirstOffer() {
  const services = await testServices();
  const { store, clock } = services;
  await store.commit({
    mutations: [firstOfferKept("o", { sdp: "v=0 waited" })],
  });
  clock.advance(10 * 60_000);
  await makePair(services, { firstOfferId: "o" });
  const rows = async () => {
    const found = await Array.fromAsync(
      store.list<FirstOffer>({ prefix: ["first_offer"] }),
    );
    return found.map(({ value }) => value.sdp);
  };
  /** Goes on, the call being used all the while. */
  const useFor = async (ms: number) => {
    for (let left = ms; left > 0; left -= 60_000) {
      clock.advance(Math.min(left, 60_000));
      await services.pairs.use("p");
    }
  };
  return { services, rows, useFor };
}

Deno.test("a first offer lives by its pair, however long it waited", async () => {
  const { services, useFor } = await callWithFirstOffer();
  using _ = services;
  const { descriptions } = services;
  await useFor(DESCRIPTION_LIFE_MS - 1);
  deepEqual(await descriptions.get("offer", "p"), {
    sdp: "v=0 waited",
    gen: 0,
  });
  const place = { kind: "offer", pairId: "p", gen: 0 } as const;
  equal(await descriptions.put(place, "v=0 waited"), "kept");
  equal(await descriptions.put(place, "v=0 other"), "exists");
  await useFor(1);
  equal(await descriptions.get("offer", "p"), null);
  equal(await descriptions.get("offer", "p", 0), null);
  equal(await descriptions.put(place, "v=0 other"), "kept");
});

Deno.test("a first offer goes with its pair, and no other does", async () => {
  const { services, rows } = await callWithFirstOffer();
  using _ = services;
  const { descriptions, pairs, store } = services;
  const other = { sdp: "v=0 of one who waits" };
  await store.commit({ mutations: [firstOfferKept("other", other)] });
  await pairs.endOnly("p");
  deepEqual(await rows(), [other.sdp]);
  equal(await descriptions.get("offer", "p"), null);
});

Deno.test("a first offer is generation 0 of the offers, and a later one is newer", async () => {
  const { services } = await callWithFirstOffer();
  using _ = services;
  const { descriptions } = services;
  equal(await descriptions.get("answer", "p"), null);
  equal(await descriptions.get("offer", "p", 1), null);
  await descriptions.put({ kind: "answer", pairId: "p", gen: 0 }, "v=0 yes");
  await descriptions.put({ kind: "offer", pairId: "p", gen: 1 }, "v=0 again");
  deepEqual(await descriptions.get("offer", "p"), { sdp: "v=0 again", gen: 1 });
  const first = await descriptions.get("offer", "p", 0);
  deepEqual(first, { sdp: "v=0 waited", gen: 0 });
});

Deno.test("the sweep removes a first offer once its life is over", async () => {
  const { services, rows, useFor } = await callWithFirstOffer();
  using _ = services;
  await useFor(DESCRIPTION_LIFE_MS - 1);
  await services.pairs.sweep();
  deepEqual(await rows(), ["v=0 waited"]);
  await useFor(1);
  await services.pairs.sweep();
  deepEqual(await rows(), []);
});

Deno.test("the sweep removes a first offer also when it comes minutes late", async () => {
  const { services, rows, useFor } = await callWithFirstOffer();
  using _ = services;
  await useFor(DESCRIPTION_LIFE_MS + 5 * 60_000 - 1);
  await services.pairs.sweep();
  deepEqual(await rows(), []);
});

for (const kind of ["owned", "remote"] as const) {
  Deno.test(`a call without a first offer has none, and the sweep passes it by (${kind} store)`, async () => {
    using store = await testStore(kind);
    const pair = {
      pairId: "p",
      callerId: "caller",
      calleeId: "callee",
      createdAt: 0,
      expiresAt: Infinity,
    };
    equal(await readFirstOffer(store, pair, 0), null);
    await sweepFirstOffer(store, pair, DESCRIPTION_LIFE_MS);
    equal(store.stats.writes, 0);
  });
}

Deno.test("the sweep does not go on about calls that last", async () => {
  const { services, useFor } = await callWithFirstOffer();
  using _ = services;
  const { pairs, store } = services;
  await useFor(DESCRIPTION_LIFE_MS + 5 * 60_000);
  const writesBefore = store.stats.writes;
  await pairs.sweep();
  equal(store.stats.writes, writesBefore);
});
