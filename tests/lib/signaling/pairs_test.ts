import { deepEqual, equal } from "node:assert/strict";
import { signalingKeys } from "@/lib/signaling/keys.ts";
import { lifeEndAt, type Pair, PAIR_LIFE_MS } from "@/lib/signaling/pair.ts";
import { REMEMBER_MS } from "@/lib/signaling/pair_memory.ts";
import {
  beforeCommit,
  changes,
  keysWith,
  makePair,
  secondInstance,
  testServices,
} from "@/tests/helpers.ts";

const deletesPair = changes("pair", "p");

Deno.test("Pairs.use() finds a living pair and nothing else", async () => {
  using services = await testServices();
  const pair = await makePair(services);
  const { pairs } = secondInstance(services);
  deepEqual(await pairs.use("p"), pair);
  equal(await pairs.use("unknown"), null);
});

Deno.test("Pairs.use() keeps a pair alive that is used, and no other", async () => {
  using services = await testServices();
  const { pairs, clock } = services;
  await makePair(services);
  for (let i = 0; i < 5; i++) {
    clock.advance(PAIR_LIFE_MS - 1);
    equal((await pairs.use("p"))?.pairId, "p");
  }
  clock.ms = lifeEndAt(clock.ms);
  equal(await pairs.use("p"), null);
});

Deno.test("Pairs.use() seldom writes", async () => {
  using services = await testServices();
  const { pairs, clock, store } = services;
  await makePair(services);
  const before = store.stats.commits;
  for (let second = 0; second < 60; second++) {
    clock.advance(1_000);
    await pairs.use("p");
  }
  equal(store.stats.commits - before, 5);
});

Deno.test("a poll while a pair ends does not make it usable again", async () => {
  using services = await testServices();
  const { pairs, store } = services;
  await makePair(services);
  beforeCommit(store, deletesPair, () => pairs.use("p"));
  equal(await pairs.end("p"), true);
  equal(await pairs.use("p"), null);
});

Deno.test("a read that began before the end of a pair does not revive it", async () => {
  using services = await testServices();
  await makePair(services);
  const { pairs, store } = secondInstance(services);
  const get = store.get.bind(store);
  const pause = Promise.withResolvers<void>();
  store.get = async <T>(key: Deno.KvKey) => {
    const entry = await get<T>(key);
    await pause.promise;
    return entry;
  };
  const slow = pairs.use("p");
  store.get = get;
  await pairs.end("p");
  pause.resolve();
  equal(await slow, null);
  equal(await pairs.use("p"), null);
});

Deno.test("a pair that another instance ended is noticed within its second", async () => {
  using services = await testServices();
  const { pairs, clock } = services;
  await makePair(services);
  await secondInstance(services).pairs.end("p");
  clock.advance(REMEMBER_MS - 1);
  equal((await pairs.use("p"))?.pairId, "p", "read again at every use");
  clock.advance(1);
  equal(await pairs.use("p"), null);
});

Deno.test("renewing does not revive a pair that ends meanwhile", async () => {
  using services = await testServices();
  const { pairs, clock, store } = services;
  await makePair(services);
  const other = secondInstance(services).pairs;
  clock.advance(60_000);
  beforeCommit(store, changes("pair", "p"), () => other.end("p"));
  equal(await pairs.use("p"), null);
  deepEqual(await keysWith(store, "p"), []);
});

Deno.test("of two instances that renew at once both find the pair", async () => {
  using services = await testServices();
  const { pairs, clock, store } = services;
  await makePair(services);
  const other = secondInstance(services).pairs;
  clock.advance(60_000);
  beforeCommit(store, changes("pair", "p"), () => other.use("p"));
  equal((await pairs.use("p"))?.expiresAt, lifeEndAt(clock.ms));
});

Deno.test("Pairs.end() ends a pair once, whoever asks", async () => {
  using services = await testServices();
  const { pairs, store } = services;
  await makePair(services);
  const instances = [pairs, secondInstance(services).pairs];
  const ends = await Promise.all(
    Array.from({ length: 20 }, (_, i) => instances[i % 2]!.end("p")),
  );
  equal(ends.filter(Boolean).length, 1);
  equal(await store.count(signalingKeys.pairCount()), 0);
  const index = await store.get(signalingKeys.pairByAnon("caller"));
  equal(index.versionstamp, null);
  equal(await pairs.end("unknown"), false);
});

Deno.test("Pairs.end() tries again when the pair was renewed meanwhile", async () => {
  using services = await testServices();
  const { pairs, clock, store } = services;
  await makePair(services);
  const other = secondInstance(services).pairs;
  clock.advance(60_000);
  beforeCommit(store, deletesPair, () => other.use("p"));
  equal(await pairs.end("p"), true);
  equal(await pairs.use("p"), null);
});

Deno.test("Pairs.end() leaves a member's next call alone", async () => {
  using services = await testServices();
  const { pairs, store } = services;
  await makePair(services);
  await makePair(services, { pairId: "next", calleeId: "third" });
  equal(await pairs.end("p"), true);
  const index = await store.get(signalingKeys.pairByAnon("caller"));
  equal(index.value, "next");
});

Deno.test("Pairs.end() leaves a call alone that a member begins meanwhile", async () => {
  using services = await testServices();
  const { pairs, store } = services;
  await makePair(services);
  beforeCommit(
    store,
    deletesPair,
    () => makePair(services, { pairId: "next", calleeId: "third" }),
  );
  equal(await pairs.end("p"), true);
  const index = await store.get(signalingKeys.pairByAnon("caller"));
  equal(index.value, "next");
});

Deno.test("Pairs.sweep() ends what nobody used, many at a time", async () => {
  using services = await testServices();
  const { pairs, clock, store } = services;
  const make = (pairId: string) =>
    makePair(services, {
      pairId,
      callerId: `a of ${pairId}`,
      calleeId: `b of ${pairId}`,
    });
  for (let i = 0; i < 90; i++) await make(`old ${i}`);
  clock.advance(1);
  const living = await make("living");
  clock.ms = living.expiresAt - 1;
  const before = store.stats.commits;
  equal(await pairs.sweep(), 90);
  equal(await store.count(signalingKeys.pairCount()), 1);
  equal((await pairs.use("living"))?.pairId, "living");
  const index = await store.get(signalingKeys.pairByAnon("a of old 3"));
  equal(index.versionstamp, null);
  const commitCount = store.stats.commits - before;
  equal(commitCount < 90, true, `${commitCount} commits`);
});

Deno.test("Pairs.sweep() spares a pair that is renewed meanwhile", async () => {
  using services = await testServices();
  const { pairs, clock, store } = services;
  const { expiresAt } = await makePair(services);
  clock.ms = expiresAt;
  const key = signalingKeys.pair("p");
  beforeCommit(store, deletesPair, async () => {
    const { value } = await store.get<Pair>(key);
    const renewed = { ...value, expiresAt: lifeEndAt(clock.ms) };
    await store.commit({ mutations: [{ type: "set", key, value: renewed }] });
  });
  equal(await pairs.sweep(), 0);
  equal((await pairs.use("p"))?.pairId, "p");
});

Deno.test("Pairs.write() writes while the pair lives and not after", async () => {
  using services = await testServices();
  const { pairs, store } = services;
  await makePair(services);
  const note = (key: string) =>
    pairs.write("p", {
      mutations: [{ type: "set", key: ["ice", key], value: 1 }],
    });
  equal(await note("during"), "written");
  await secondInstance(services).pairs.end("p");
  // Still remembered here, as the test above shows; the commit knows better.
  equal(await note("after"), "ended");
  equal((await store.get(["ice", "during"])).value, 1);
  equal((await store.get(["ice", "after"])).versionstamp, null);
  equal(await pairs.use("p"), null, "noticed by the write");
});

Deno.test("a pair that is remembered ends when its life does", async () => {
  using services = await testServices();
  const { pairs, clock } = services;
  const soonOver = { expiresAt: clock.ms + REMEMBER_MS / 2 };
  await makePair(services, soonOver);
  const write = { mutations: [{ type: "delete", key: ["ice", "x"] }] as const };
  equal(await pairs.write("p", write), "written");
  clock.ms = soonOver.expiresAt;
  equal(await pairs.write("p", write), "ended");
  equal(await pairs.use("p"), null);
});

Deno.test("Pairs.write() is not refused because the pair was renewed", async () => {
  using services = await testServices();
  const { pairs, clock, store } = services;
  await makePair(services);
  clock.advance(REMEMBER_MS - 1);
  await pairs.use("p");
  const other = secondInstance(services).pairs;
  beforeCommit(store, changes("ice", "mine"), async () => {
    clock.advance(60_000);
    await other.use("p");
  });
  const write = {
    mutations: [{ type: "set", key: ["ice", "mine"], value: 1 }],
  };
  equal(await pairs.write("p", write as never), "written");
});

Deno.test("Pairs.write() tells when a check of its own failed", async () => {
  using services = await testServices();
  await makePair(services);
  const outcome = await services.pairs.write("p", {
    checks: [{
      key: ["ice", "no such key"],
      versionstamp: "00000000000000010000",
    }],
    mutations: [{ type: "set", key: ["ice", "mine"], value: 1 }],
  });
  equal(outcome, "refused");
  equal((await services.store.get(["ice", "mine"])).versionstamp, null);
});
