import { deepEqual, equal, ok } from "node:assert/strict";
import {
  countReads,
  makePair,
  secondInstance,
  testServices,
} from "@/tests/helpers.ts";

const place = (gen: number) => ({ kind: "offer" as const, pairId: "p", gen });

Deno.test("Descriptions.put() takes an identical repeat and refuses another", async () => {
  using services = await testServices();
  await makePair(services);
  const { descriptions } = services;
  equal(await descriptions.put(place(0), "v=0 one"), "kept");
  equal(await descriptions.put(place(0), "v=0 one"), "kept");
  equal(await descriptions.put(place(0), "v=0 two"), "exists");
  equal(await descriptions.put(place(1), "v=0 two"), "kept");
});

Deno.test("Descriptions.get() gives the newest generation unless one is named", async () => {
  using services = await testServices();
  await makePair(services);
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
  await makePair(services);
  const { descriptions, store } = services;
  const long = (gen: number) =>
    Array.from({ length: 3_000 }, (_, i) => `${gen}.${i}`).join(" ");
  for (let gen = 0; gen < 12; gen++) {
    await descriptions.put(place(gen), long(gen));
  }
  const reads = countReads(store);
  equal((await descriptions.get("offer", "p"))?.sdp, long(11));
  equal((await descriptions.get("offer", "p", 7))?.sdp, long(7));
  ok(reads.count < 100, `${reads.count} parts read`);
});

Deno.test("Descriptions.get() finds one that lives below many that are over", async () => {
  using services = await testServices();
  await makePair(services);
  const { descriptions, clock } = services;
  for (let gen = 0; gen < 60; gen++) {
    await descriptions.put(place(gen), `sdp ${gen}`);
  }
  clock.advance(121_000);
  equal(await descriptions.get("offer", "p"), null);
  await descriptions.put(place(3), "sdp again");
  const found = await descriptions.get("offer", "p");
  deepEqual(found, { gen: 3, sdp: "sdp again" });
});

Deno.test("Descriptions.put() makes no more parts than the store asks for", async () => {
  using services = await testServices();
  await makePair(services);
  const { descriptions, store } = services;
  const sdp = "đ".repeat(store.rowChars + 1);
  await descriptions.put(place(0), sdp);
  equal((await descriptions.get("offer", "p"))?.sdp, sdp);
  const rows = store.list({ prefix: ["offer", "p"] });
  equal((await Array.fromAsync(rows)).length, 2);
});

Deno.test("Descriptions expire by their own time, and may be put again then", async () => {
  using services = await testServices();
  await makePair(services);
  const { descriptions, clock } = services;
  await descriptions.put(place(0), "old ".repeat(1_000));
  clock.advance(119_999);
  ok(await descriptions.get("offer", "p"));
  clock.advance(1);
  equal(await descriptions.get("offer", "p"), null);
  equal(await descriptions.put(place(0), "new"), "kept");
  equal((await descriptions.get("offer", "p", 0))?.sdp, "new");
});

Deno.test("Descriptions.put() lets one of many different ones win", async () => {
  using services = await testServices();
  await makePair(services);
  const results = await Promise.all(
    Array.from(
      { length: 40 },
      (_, i) => services.descriptions.put(place(0), `sdp ${i}`),
    ),
  );
  equal(results.filter((outcome) => outcome === "kept").length, 1);
});

Deno.test("Descriptions.put() replaces all of an expired one, also a longer one", async () => {
  using services = await testServices();
  await makePair(services);
  const { descriptions, clock } = services;
  await descriptions.put(place(0), "old ".repeat(1_000));
  clock.advance(120_001);
  await descriptions.put(place(0), "new");
  clock.ms -= 120_001;
  equal((await descriptions.get("offer", "p", 0))?.sdp, "new");
});

Deno.test("Descriptions.put() lets one of two instances win, and tells the other", async () => {
  using services = await testServices();
  await makePair(services);
  const other = secondInstance(services).descriptions;
  const results = await Promise.all([
    services.descriptions.put(place(0), "one ".repeat(500)),
    other.put(place(0), "two ".repeat(500)),
  ]);
  equal(results.toSorted().join(), "exists,kept");
  const { sdp } = (await other.get("offer", "p"))!;
  ok(sdp === "one ".repeat(500) || sdp === "two ".repeat(500), "mixed");
});

Deno.test("Descriptions.put() is for living pairs only", async () => {
  using services = await testServices();
  const { descriptions, pairs } = services;
  equal(await descriptions.put(place(0), "v=0"), "ended");
  await makePair(services);
  await pairs.end("p");
  equal(await descriptions.put(place(0), "v=0"), "ended");
});
