import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import { openStore } from "@/lib/kv/open_store.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import { contentOf, ownedRig, rowsOf, tidyToRows } from "./rig.ts";

const set = (name: string, value: unknown, expireInMs?: number): Mutation => ({
  type: "set",
  key: ["o", name],
  value,
  ...(expireInMs === undefined ? {} : { expireInMs }),
});
const remove = (name: string): Mutation => ({
  type: "delete",
  key: ["o", name],
});

Deno.test("OwnedStore has after a restart all that was answered", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  await store.commit({ mutations: [set("a", { n: 1 }), set("b", [2])] });
  const { versionstamp } = await store.commit({
    mutations: [set("a", { n: 3 }), remove("b")],
  });
  await store.commit({
    mutations: [
      { type: "add", key: ["o", "count"], amount: -2 },
      { type: "append", prefix: ["o", "log"], value: "first" },
    ],
  });
  const before = await contentOf(store);
  const again = await rig.open();
  deepEqual(await contentOf(again), before);
  equal((await again.get(["o", "a"])).versionstamp, versionstamp);
  equal(await again.count(["o", "count"]), -2);
  const { versionstamp: later } = await again.commit({
    mutations: [{ type: "append", prefix: ["o", "log"], value: "second" }],
  });
  ok(later > versionstamp);
  const log = again.list({ prefix: ["o", "log"] });
  const values = (await Array.fromAsync(log)).map(({ value }) => value);
  deepEqual(values, ["first", "second"]);
});

Deno.test("OwnedStore shows nobody what is not on disk", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  const commit = store.commit({ mutations: [set("a", 1)] });
  equal((await store.get(["o", "a"])).value, null);
  deepEqual(await contentOf(store), []);
  await commit;
  equal((await store.get(["o", "a"])).value, 1);
});

for (const mood of ["refuse", "lie"] as const) {
  Deno.test(`OwnedStore keeps memory and record alike when a commit fails (${mood})`, async () => {
    using rig = await ownedRig();
    const store = await rig.open();
    await store.commit({ mutations: [set("a", "old"), set("b", "old")] });
    rig.mood = mood;
    const writes = [
      store.commit({ mutations: [set("a", "lost".repeat(40_000 / 4))] }),
      store.commit({ mutations: [remove("b"), set("c", "lost")] }),
      store.commit({
        checks: [{ key: ["o", "c"], versionstamp: null }],
        mutations: [set("c", "lost")],
      }),
      store.commit({
        mutations: [{ type: "append", prefix: ["o", "log"], value: "lost" }],
      }),
    ];
    for (const write of writes) await rejects(write, /disk/);
    deepEqual(await contentOf(store), [["a", "old"], ["b", "old"]]);
    rig.mood = "work";
    // It builds on the state without the lost writes; so must a replay.
    const { ok } = await store.commit({
      checks: [{ key: ["o", "c"], versionstamp: null }],
      mutations: [set("d", "new")],
    });
    equal(ok, true);
    const expected = [["a", "old"], ["b", "old"], ["d", "new"]];
    deepEqual(await contentOf(store), expected);
    deepEqual(await contentOf(await rig.open()), expected);
  });
}

for (const [mood, failures] of [["refuse", 1_100], ["lie", 450]] as const) {
  Deno.test(`OwnedStore writes again after any number of failures (${mood})`, async () => {
    using rig = await ownedRig();
    const store = await rig.open();
    rig.mood = mood;
    for (let i = 0; i < failures; i++) {
      await rejects(store.commit({ mutations: [set(`lost ${i}`, i)] }));
    }
    rig.mood = "work";
    await store.commit({ mutations: [set("a", 1)] });
    deepEqual(await contentOf(await rig.open()), [["a", 1]]);
    await store.tidy();
    await store.commit({ mutations: [set("b", 2)] });
    const expected = [["a", 1], ["b", 2]];
    deepEqual(await contentOf(store), expected);
    deepEqual(await contentOf(await rig.open()), expected);
  });
}

Deno.test("OwnedStore tries again while the database is locked", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  rig.mood = "lock";
  await store.commit({ mutations: [set("a", 1)] });
  deepEqual(await contentOf(store), [["a", 1]]);
  deepEqual(await contentOf(await rig.open()), [["a", 1]]);
});

Deno.test("OwnedStore reads pages of owned keys or of others", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  await store.commit({ mutations: [set("a", 1)] });
  const other = [{ type: "set", key: ["x", "b"], value: 2 }] as const;
  await store.commit({ mutations: other });
  const read = async (...names: string[]) => {
    const selectors = names.map((name) => ({ prefix: [name] }));
    const pages = await store.pages(selectors, { limit: 1 });
    return pages.flat().map(({ value }) => value);
  };
  deepEqual(await read("o", "o"), [1, 1]);
  deepEqual(await read("x", "x"), [2, 2]);
  await rejects(read("o", "x"), /owned/);
  await rejects(read("x", "o"), /owned/);
});

Deno.test("OwnedStore refuses a write of owned keys and others", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  const other: Mutation = { type: "set", key: ["x"], value: 1 };
  await rejects(store.commit({ mutations: [set("a", 1), other] }), /owned/);
  await rejects(
    store.commit({
      checks: [{ key: ["x"], versionstamp: null }],
      mutations: [set("a", 1)],
    }),
    /owned/,
  );
  await rejects(store.getMany([["o", "a"], ["x"]]), /owned/);
  throws(() => store.list({ prefix: [] }), /owned/);
  deepEqual(await rowsOf(rig.kv), []);
  await store.commit({ mutations: [other] });
  deepEqual(await rowsOf(rig.kv), ["x"]);
  equal((await store.get(["x"])).value, 1);
});

Deno.test("OwnedStore never parts a write, however large", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  const long = "é".repeat(50_000);
  const commits = store.stats.commits;
  await store.commit({
    mutations: Array.from({ length: 10 }, (_, i) => set(`k${i}`, long)),
  });
  equal(store.stats.commits - commits, 1);
  ok((await rowsOf(rig.kv)).length >= 8, "parts of 60,000 bytes");
  equal((await contentOf(await rig.open())).length, 10);
});

Deno.test("OwnedStore gathers what is written at once", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  await Promise.all(
    Array.from(
      { length: 300 },
      (_, i) => store.commit({ mutations: [set(`${i}`, i)] }),
    ),
  );
  ok(store.stats.commits <= 3, `${store.stats.commits} commits`);
  equal(store.stats.writes, 300);
});

Deno.test("OwnedStore gathers what is written in one turn of the event loop", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  const writes: Promise<unknown>[] = [];
  for (let i = 0; i < 10; i++) {
    writes.push(store.commit({ mutations: [set(`${i}`, i)] }));
    await Promise.resolve();
  }
  await Promise.all(writes);
  equal(store.stats.commits, 1);
});

Deno.test("OwnedStore forgets what has expired, also over a restart", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  await store.commit({
    mutations: [set("a", 1, 60_000), set("b", 1, 200_000), set("c", 1)],
  });
  rig.clock.advance(60_000);
  const again = await rig.open();
  deepEqual(await contentOf(again), [["b", 1], ["c", 1]]);
  rig.clock.advance(70_000);
  // Renewed in time, it must not go with its first expiry.
  await again.commit({ mutations: [set("b", 2, 200_000)] });
  await again.tidy();
  rig.clock.advance(100_000);
  await again.tidy();
  deepEqual(await contentOf(again), [["b", 2], ["c", 1]]);
  rig.clock.advance(160_000);
  await again.tidy();
  deepEqual(await contentOf(again), [["c", 1]]);
  await tidyToRows(again);
  deepEqual(await rowsOf(rig.kv), ["owned,o,c"]);
});

Deno.test("OwnedStore refuses keys that it could not find again", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  for (
    const part of [1n, NaN, Infinity, new Uint8Array(1), "x".repeat(2_000)]
  ) {
    const mutations = [{ type: "set", key: ["o", part], value: 1 }] as const;
    await rejects(store.commit({ mutations }), TypeError);
  }
  deepEqual(await contentOf(store), []);
});

Deno.test("OwnedStore takes over what a store of several processes left", async () => {
  using rig = await ownedRig();
  const { kv } = rig;
  await kv.atomic().set(["o", "a"], { n: 1 }).set(["o"], new Deno.KvU64(3n))
    .set(["x"], 1).commit();
  const store = await rig.open();
  deepEqual((await store.get(["o", "a"])).value, { n: 1 });
  equal(await store.count(["o"]), 3);
  const rows = await rowsOf(kv);
  ok(!rows.includes("o,a") && !rows.includes("o") && rows.includes("x"));
  const again = await rig.open();
  equal(await again.count(["o"]), 3);
});

Deno.test("OwnedStore rings for a write of other keys and writes no bell", async () => {
  using store = await openStore(":memory:", ["pair"]);
  let heard = 0;
  const stop = store.listen(["bell"], () => heard++);
  await store.commit({
    mutations: [
      { type: "set", key: ["other"], value: 1 },
      { type: "ring", key: ["bell"] },
    ],
  });
  stop();
  equal(heard, 1);
  equal((await store.get(["bell"])).versionstamp, null);
});
