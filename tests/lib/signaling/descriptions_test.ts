import { deepEqual, equal, ok } from "node:assert/strict";
import { testServices } from "@/tests/helpers.ts";

const place = (gen: number) => ({ kind: "offer" as const, pairId: "p", gen });

Deno.test("Descriptions.put() takes an identical repeat and refuses another", async () => {
  using services = await testServices();
  const { descriptions } = services;
  equal(await descriptions.put(place(0), "v=0 one"), true);
  equal(await descriptions.put(place(0), "v=0 one"), true);
  equal(await descriptions.put(place(0), "v=0 two"), false);
  equal(await descriptions.put(place(1), "v=0 two"), true);
});

Deno.test("Descriptions.get() gives the newest generation unless one is named", async () => {
  using services = await testServices();
  const { descriptions } = services;
  equal(await descriptions.get("offer", "p"), null);
  for (const gen of [0, 10, 2]) {
    await descriptions.put(place(gen), `sdp ${gen}`);
  }
  equal((await descriptions.get("offer", "p"))?.sdp, "sdp 10");
  equal((await descriptions.get("offer", "p", 2))?.sdp, "sdp 2");
  equal(await descriptions.get("offer", "p", 3), null);
  equal(await descriptions.get("answer", "p"), null);
});

Deno.test("Descriptions.get() puts long ones together and reads no older ones", async () => {
  using services = await testServices();
  const { descriptions, store } = services;
  const long = (gen: number) =>
    Array.from({ length: 3_000 }, (_, i) => `${gen}.${i}`).join(" ");
  for (let gen = 0; gen < 12; gen++) {
    await descriptions.put(place(gen), long(gen));
  }
  const list = store.list.bind(store);
  let readCount = 0;
  store.list = <T>(...args: Parameters<typeof list>) => {
    const listing = list<T>(...args);
    const next = listing.next.bind(listing);
    listing.next = () => (readCount++, next());
    return listing;
  };
  equal((await descriptions.get("offer", "p"))?.sdp, long(11));
  equal((await descriptions.get("offer", "p", 7))?.sdp, long(7));
  ok(readCount < 100, `${readCount} parts read`);
});

Deno.test("Descriptions expire by their own time, and may be put again then", async () => {
  using services = await testServices();
  const { descriptions, clock } = services;
  await descriptions.put(place(0), "old");
  clock.advance(120_001);
  equal(await descriptions.get("offer", "p"), null);
  equal(await descriptions.put(place(0), "new"), true);
  equal((await descriptions.get("offer", "p", 0))?.sdp, "new");
});

Deno.test("Descriptions.put() lets one of many different ones win", async () => {
  using services = await testServices();
  const results = await Promise.all(
    Array.from(
      { length: 40 },
      (_, i) => services.descriptions.put(place(0), `sdp ${i}`),
    ),
  );
  deepEqual(results.filter(Boolean).length, 1);
});
