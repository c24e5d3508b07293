/** What every store promises; `tests/groups/remote_store_test.ts` runs it again. */

import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import type { Mutation } from "@/lib/kv/write.ts";
import { testStore } from "@/tests/helpers.ts";

const set = (key: Deno.KvKey, value: unknown): Mutation => ({
  type: "set",
  key,
  value,
});

Deno.test("Store.commit() lets one of many claimants of a key win", async () => {
  using store = await testStore();
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      store.commit({
        checks: [{ key: ["pair", "p"], versionstamp: null }],
        mutations: [set(["pair", "p"], i)],
      })),
  );
  equal(outcomes.filter((outcome) => outcome.ok).length, 1);
  equal(store.stats.lostWrites, 99);
  const { value, versionstamp } = await store.get<number>(["pair", "p"]);
  equal(outcomes[value!]!.versionstamp, versionstamp);
});

Deno.test("Store.commit() gives each write of a key a version of its own", async () => {
  using store = await testStore();
  const key = ["ticket", "a"];
  const first = await store.commit({ mutations: [set(key, 1)] });
  const second = await store.commit({ mutations: [set(key, 1)] });
  ok(first.versionstamp < second.versionstamp);
  const late = await store.commit({
    checks: [{ key, versionstamp: first.versionstamp }],
    mutations: [set(key, 2)],
  });
  deepEqual(late, { ok: false, versionstamp: "" });
});

Deno.test("Store.commit() lets a key be made again while its removal is under way", async () => {
  using store = await testStore();
  const key = ["pair_by_anon", "a"];
  await store.commit({ mutations: [set(key, "p")] });
  // The first goes alone; what follows is gathered.
  const first = store.commit({ mutations: [set(["pair", "q"], 1)] });
  const outcomes = await Promise.all([
    store.commit({ mutations: [{ type: "delete", key }] }),
    store.commit({
      checks: [{ key, versionstamp: null }],
      mutations: [set(key, "q")],
    }),
    store.commit({
      checks: [{ key, versionstamp: null }],
      mutations: [set(key, "r")],
    }),
  ]);
  equal(outcomes.map(({ ok }) => ok).join(), "true,true,false");
  equal((await store.get(key)).value, "q");
  await first;
});

Deno.test("whoever loses a race sees what was in the way", async () => {
  using store = await testStore();
  const key = ["ticket", "a"];
  const seen = await Promise.all(
    Array.from({ length: 20 }, async (_, i) => {
      const { ok } = await store.commit({
        checks: [{ key, versionstamp: null }],
        mutations: [set(key, i)],
      });
      return ok ? null : (await store.get(key)).versionstamp;
    }),
  );
  equal(seen.filter((version) => version === null).length, 1);
});

Deno.test("a write applies whole or not at all", async () => {
  using store = await testStore();
  const big = "x".repeat(70_000);
  await rejects(
    store.commit({
      mutations: [set(["pair", "a"], 1), set(["pair", "b"], big)],
    }),
    TypeError,
  );
  await store.commit({ mutations: [set(["pair", "c"], "no counter")] });
  await rejects(
    store.commit({
      mutations: [{ type: "add", key: ["pair", "c"], amount: 1 }],
    }),
    TypeError,
  );
  equal((await store.get(["pair", "a"])).versionstamp, null);
  equal((await store.get(["pair", "c"])).value, "no counter");
});

Deno.test("an owned store clears what is below a key, others refuse to", async () => {
  using store = await testStore();
  const keys = [["ice", "p"], ["ice", "p", "a"], ["ice", "p", "b", 1]];
  const mutations = keys.map((key) => set(key, 1));
  await store.commit({ mutations: [...mutations, set(["ice", "q"], 1)] });
  const clear: Mutation = { type: "clear", prefix: ["ice", "p"] };
  const listed = async () =>
    (await store.page({ prefix: ["ice"] }, { limit: 9 }))
      .map(({ key }) => key.join());
  if (!store.isOwned) {
    await rejects(store.commit({ mutations: [clear] }), TypeError);
    return equal((await listed()).length, 4);
  }
  equal((await store.commit({ mutations: [clear] })).ok, true);
  deepEqual(await listed(), ["ice,p", "ice,q"]);
});

Deno.test("a value stays as it was when it was written", async () => {
  using store = await testStore();
  const value = { members: ["a"], note: undefined };
  const key: Deno.KvKey = ["recent", "a"];
  const commit = store.commit({ mutations: [set(key, value)] });
  value.members.push("b");
  await commit;
  const read = (await store.get<typeof value>(key)).value!;
  try {
    read.members.push("c");
  } catch (error) {
    ok(error instanceof TypeError, "a frozen value says so");
  }
  const { members, note } = (await store.get<typeof value>(key)).value!;
  deepEqual({ members, note }, { members: ["a"], note: undefined });
});

Deno.test("Store.count() adds and subtracts, also at once", async () => {
  using store = await testStore();
  await Promise.all(
    [5, -2, -1, -9].map((amount) =>
      store.commit({
        mutations: [{ type: "add", key: ["waiting_count"], amount }],
      })
    ),
  );
  equal(await store.count(["waiting_count"]), -7);
  equal(await store.count(["pair_count"]), 0);
});

Deno.test("appends to a log are kept in the order of their commits", async () => {
  using store = await testStore();
  const stamps = await Promise.all(Array.from({ length: 50 }, async (_, i) => {
    const { versionstamp } = await store.commit({
      mutations: [{ type: "append", prefix: ["ice", "p", "a"], value: i }],
    });
    return versionstamp;
  }));
  const listing = store.list<number>({ prefix: ["ice", "p", "a"] });
  const entries = await Array.fromAsync(listing);
  deepEqual(entries.map(({ value }) => value), [...Array(50).keys()]);
  deepEqual(entries.map(({ key }) => key[3]), stamps);
  deepEqual(stamps.toSorted(), stamps);
});

Deno.test("Store.page() reads what a listing begins with", async () => {
  using store = await testStore();
  for (let i = 0; i < 5; i++) {
    await store.commit({ mutations: [set(["ice", "p", "a", i], i)] });
  }
  const read = async (
    selector: Deno.KvListSelector,
    options: { limit: number; reverse?: boolean },
  ) => (await store.page(selector, options)).map(({ value }) => value);
  const prefix = ["ice", "p", "a"];
  deepEqual(await read({ prefix }, { limit: 3 }), [0, 1, 2]);
  deepEqual(await read({ prefix }, { limit: 9, reverse: true }), [
    4,
    3,
    2,
    1,
    0,
  ]);
  const start = [...prefix, 3];
  deepEqual(await read({ prefix, start }, { limit: 9 }), [3, 4]);
  deepEqual(await read({ prefix: ["ice", "q"] }, { limit: 9 }), []);
});

Deno.test("Store.pages() reads what several listings begin with", async () => {
  using store = await testStore();
  for (const [i, side] of ["a", "b", "a", "a"].entries()) {
    await store.commit({ mutations: [set(["ice", "p", side, i], i)] });
  }
  const read = async (
    selectors: Deno.KvListSelector[],
    options: { limit: number; reverse?: boolean },
  ) => {
    const pages = await store.pages(selectors, options);
    return pages.map((page) => page.map(({ value }) => value));
  };
  const [a, b, c] = ["a", "b", "c"].map((side) => ["ice", "p", side]);
  const all = [{ prefix: b! }, { prefix: c! }, { prefix: a! }];
  deepEqual(await read(all, { limit: 2 }), [[1], [], [0, 2]]);
  deepEqual(await read(all, { limit: 2, reverse: true }), [[1], [], [3, 2]]);
  const later = { prefix: a!, start: [...a!, 1] };
  deepEqual(await read([later, later], { limit: 1 }), [[2], [2]]);
  deepEqual(await read([], { limit: 1 }), []);
});

Deno.test("Store.list() keeps to its bounds, both ways", async () => {
  using store = await testStore();
  const keys: Deno.KvKey[] = [
    ["offer"],
    ["offer", "p"],
    ["offer", "p", 0],
    ["offer", "p", 2],
    ["offer", "p", 10],
    ["offer", "p\0", 1],
    ["offer", "pp", 1],
  ];
  await store.commit({ mutations: keys.map((key, i) => set(key, i)) });
  const valuesOf = async (
    selector: Deno.KvListSelector,
    options?: Parameters<typeof store.list>[1],
  ) => {
    const entries = await Array.fromAsync(store.list(selector, options));
    return entries.map(({ value }) => value).join("");
  };
  equal(await valuesOf({ prefix: ["offer", "p"] }), "234");
  equal(await valuesOf({ prefix: ["offer"] }, { batchSize: 2 }), "123456");
  const backwards = { reverse: true, batchSize: 2 };
  equal(await valuesOf({ prefix: ["offer"] }, backwards), "654321");
  equal(await valuesOf({ prefix: ["offer"] }, { limit: 3 }), "123");
  const p = ["offer", "p"];
  equal(await valuesOf({ prefix: p, start: ["offer", "p", 2] }), "34");
  equal(await valuesOf({ prefix: p, end: ["offer", "p", 10] }), "23");
  equal(await valuesOf({ start: p, end: ["offer", "pp"] }), "12345");
});

Deno.test("a batch of a listing is one snapshot", async () => {
  using store = await testStore();
  const keys = Array.from({ length: 6 }, (_, i): Deno.KvKey => ["answer", i]);
  await store.commit({ mutations: keys.map((key) => set(key, "old")) });
  const seen: unknown[] = [];
  for await (
    const { value } of store.list({ prefix: ["answer"] }, { batchSize: 3 })
  ) {
    if (seen.length === 0) {
      await store.commit({ mutations: keys.map((key) => set(key, "new")) });
    }
    seen.push(value);
  }
  deepEqual(seen, ["old", "old", "old", "new", "new", "new"]);
});
