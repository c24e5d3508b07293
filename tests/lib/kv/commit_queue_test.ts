import { equal, ok, rejects } from "node:assert/strict";
import { CommitQueue } from "@/lib/kv/commit_queue.ts";
import { testStore } from "@/tests/helpers.ts";

Deno.test("Store.commit() gathers what is written at once", async () => {
  using store = await testStore("remote");
  const writes = Array.from({ length: 200 }, (_, i) =>
    store.commit({
      checks: [{ key: ["k", i], versionstamp: null }],
      mutations: [{ type: "set", key: ["k", i], value: i }],
    }));
  const outcomes = await Promise.all(writes);
  ok(outcomes.every((outcome) => outcome.ok));
  ok(store.stats.commits < 10, `took ${store.stats.commits} commits`);
  equal((await store.get(["k", 199])).value, 199);
});

Deno.test("Store.commit() fails only the write whose check fails", async () => {
  using store = await testStore("remote");
  await store.commit({
    mutations: [{ type: "set", key: ["taken"], value: 0 }],
  });
  const outcomes = await Promise.all(
    ["a", "taken", "b"].map((name) =>
      store.commit({
        checks: [{ key: [name], versionstamp: null }],
        mutations: [{ type: "set", key: [name], value: 1 }],
      })
    ),
  );
  equal(outcomes.map(({ ok }) => ok).join(), "true,false,true");
  equal((await store.get(["taken"])).value, 0);
});

Deno.test("Store.commit() lets one of many claimants of a key win", async () => {
  using store = await testStore("remote");
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      store.commit({
        checks: [{ key: ["one"], versionstamp: null }],
        mutations: [{ type: "set", key: ["one"], value: i }],
      })),
  );
  equal(outcomes.filter((outcome) => outcome.ok).length, 1);
});

Deno.test("Store.commit() fails only the write that the store refuses", async () => {
  using store = await testStore("remote");
  const big = new Uint8Array(70_000);
  const write = (key: string, value: unknown) =>
    store.commit({ mutations: [{ type: "set", key: [key], value }] });
  const first = write("first", 1);
  const results = await Promise.allSettled([
    first,
    write("a", 1),
    write("big", big),
    write("b", 1),
  ]);
  equal(
    results.map(({ status }) => status).join(),
    "fulfilled,fulfilled,rejected,fulfilled",
  );
  equal((await store.get(["b"])).value, 1);
});

Deno.test("Store.commit() keeps every append to one log, in order", async () => {
  using store = await testStore("remote");
  await Promise.all(Array.from({ length: 50 }, (_, i) =>
    store.commit({
      mutations: [{ type: "append", prefix: ["log"], value: i }],
    })));
  const values: unknown[] = [];
  for await (const { value } of store.list({ prefix: ["log"] })) {
    values.push(value);
  }
  equal(values.join(), Array.from({ length: 50 }, (_, i) => i).join());
});

Deno.test("Store.count() adds and subtracts, also in one commit", async () => {
  using store = await testStore("remote");
  await Promise.all(
    [5, -2, -1].map((amount) =>
      store.commit({ mutations: [{ type: "add", key: ["n"], amount }] })
    ),
  );
  equal(await store.count(["n"]), 2);
  equal(await store.count(["never"]), 0);
});

/** A store whose commits fail as often as asked before they work. */
function failingKv(kv: Deno.Kv, failures: Error[]): Deno.Kv {
  return new Proxy(kv, {
    get(target, name) {
      if (name !== "atomic") return Reflect.get(target, name).bind(target);
      return () => {
        const atomic = target.atomic();
        const commit = atomic.commit.bind(atomic);
        atomic.commit = (() => {
          const error = failures.shift();
          return error ? Promise.reject(error) : commit();
        }) as typeof atomic.commit;
        return atomic;
      };
    },
  });
}

Deno.test("CommitQueue tries again while the database is locked", async () => {
  using kv = await Deno.openKv(":memory:");
  const locked = () => new TypeError("database is locked");
  const queue = new CommitQueue(failingKv(kv, [locked(), locked()]));
  const { ok } = await queue.commit({
    mutations: [{ type: "set", key: ["k"], value: 1 }],
  });
  equal(ok, true);
  equal((await kv.get(["k"])).value, 1);
});

Deno.test("CommitQueue fails at once what an earlier commit outdated", async () => {
  using store = await testStore("remote");
  const { versionstamp } = await store.commit({
    mutations: [{ type: "set", key: ["k"], value: 0 }],
  });
  const commitsBefore = store.stats.commits;
  const outcomes = await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      store.commit({
        checks: [{ key: ["k"], versionstamp }],
        mutations: [{ type: "set", key: ["k"], value: i }],
      })),
  );
  equal(outcomes.filter((outcome) => outcome.ok).length, 1);
  equal(store.stats.commits - commitsBefore, 1);
});

Deno.test("CommitQueue lets a key be made again while its removal is under way", async () => {
  using store = await testStore("remote");
  const key = ["k"];
  await store.commit({ mutations: [{ type: "set", key, value: 0 }] });
  const outcomes = await Promise.all([
    store.commit({ mutations: [{ type: "delete", key }] }),
    store.commit({
      checks: [{ key, versionstamp: null }],
      mutations: [{ type: "set", key, value: 1 }],
    }),
  ]);
  equal(outcomes.map(({ ok }) => ok).join(), "true,true");
  equal((await store.get(key)).value, 1);
});

Deno.test("CommitQueue commits the winners of a refused commit together", async () => {
  using store = await testStore("remote");
  await store.commit({
    mutations: [{ type: "set", key: ["taken"], value: 0 }],
  });
  const before = { ...store.stats };
  const outcomes = await Promise.all(
    Array.from({ length: 80 }, (_, i) => {
      const key = i % 8 === 5 ? ["taken"] : ["free", i];
      return store.commit({
        checks: [{ key, versionstamp: null }],
        mutations: [{ type: "set", key: ["written", i], value: i }],
      });
    }),
  );
  const losers = outcomes.flatMap(({ ok }, i) => ok ? [] : [i]);
  equal(losers.join(), "5,13,21,29,37,45,53,61,69,77");
  equal((await store.get(["written", 5])).versionstamp, null);
  equal((await store.get(["written", 79])).value, 79);
  ok(store.stats.commits - before.commits <= 6, `${store.stats.commits}`);
});

Deno.test("CommitQueue hands a failing store's error to every writer", async () => {
  using kv = await Deno.openKv(":memory:");
  const queue = new CommitQueue(
    failingKv(kv, Array.from({ length: 3 }, () => new Error("disk"))),
  );
  const write = () =>
    queue.commit({ mutations: [{ type: "set", key: ["k"], value: 1 }] });
  const all = [write(), write(), write()];
  await Promise.all(all.map((one) => rejects(one, /disk/)));
  equal((await write()).ok, true);
});

Deno.test("CommitQueue counts nothing twice of a commit whose answer was lost", async () => {
  using kv = await Deno.openKv(":memory:");
  let commits = 0;
  const lossy = new Proxy(kv, {
    get(target, name) {
      if (name !== "atomic") return Reflect.get(target, name).bind(target);
      return () => {
        const atomic = target.atomic();
        const commit = atomic.commit.bind(atomic);
        atomic.commit = (async () => {
          commits++;
          await commit();
          throw new TypeError("error sending request for url");
        }) as typeof atomic.commit;
        return atomic;
      };
    },
  });
  const queue = new CommitQueue(lossy);
  const add = (amount: number) =>
    queue.commit({ mutations: [{ type: "add", key: ["n"], amount }] });
  // The first is a commit of its own, and the others are gathered meanwhile.
  const all = [add(1), add(1), add(10), add(100)];
  await Promise.all(all.map((one) => rejects(one, /error sending request/)));
  ok(commits < all.length, `took ${commits} commits`);
  equal((await kv.get<Deno.KvU64>(["n"])).value!.value, 112n);
});
