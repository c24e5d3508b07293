import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import type { OwnedStore } from "@/lib/kv/owned/owned_store.ts";
import { OLD_AGE } from "@/lib/kv/owned/unsettled.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import {
  contentOf,
  journalOf,
  type Mood,
  ownedRig,
  rowsOf,
  tidyToRows,
} from "./rig.ts";

const set = (name: string, value: unknown): Mutation => ({
  type: "set",
  key: ["o", name],
  value,
});
const remove = (name: string): Mutation => ({
  type: "delete",
  key: ["o", name],
});

Deno.test("OwnedStore.tidy() leaves nothing of what is gone", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  await store.commit({ mutations: [set("a", "kept"), set("b", "secret")] });
  await store.commit({ mutations: [remove("b")] });
  ok((await journalOf(rig.kv)).includes("secret"));
  await store.tidy();
  const rows = await rowsOf(rig.kv);
  equal(rows.length, 1, "what is young is carried over together");
  const after = await journalOf(rig.kv);
  ok(after.includes("kept") && !after.includes("secret"), after);
  deepEqual(await contentOf(await rig.open()), [["a", "kept"]]);
});

Deno.test("OwnedStore.tidy() leaves a row for what lives long", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  await store.commit({ mutations: [set("a", 1), set("b", 1), set("c", 1)] });
  await store.commit({ mutations: [remove("b")] });
  await tidyToRows(store);
  deepEqual(await rowsOf(rig.kv), ["owned,o,a", "owned,o,c"]);
  await store.commit({ mutations: [remove("c")] });
  await store.commit({ mutations: [set("c", 2)] });
  await store.commit({ mutations: [remove("c")] });
  await store.tidy();
  deepEqual(await rowsOf(rig.kv), ["owned,o,a"]);
  deepEqual(await contentOf(await rig.open()), [["a", 1]]);
});

Deno.test("OwnedStore.tidy() removes the rows of what was cleared", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  await store.commit({ mutations: [set("a", 1), set("b", 1), set("c", 1)] });
  await tidyToRows(store);
  const clear: Mutation = { type: "clear", prefix: ["o"], from: "b" };
  await store.commit({ mutations: [clear] });
  await store.tidy();
  deepEqual(await rowsOf(rig.kv), ["owned,o,a"]);
});

/** Removes some keys at once: those of rows, of what is carried, and new ones. */
const CLEAR: Mutation = { type: "clear", prefix: ["o"], from: "3" };

/** Sets and removes some keys, a commit each. */
async function churn(
  store: OwnedStore,
  { keys, writes, text }: { keys: number; writes: number; text: string },
): Promise<void> {
  for (let i = 0; i < writes; i++) {
    const name = `${i % keys}`;
    const mutation = i % 7 === 3 ? remove(name) : set(name, `${i}${text}`);
    await store.commit({ mutations: [i % 37 === 30 ? CLEAR : mutation] });
  }
}

/**
 * Breaks a tidying off, and looks at what a restart then finds.
 *
 * @returns Whether it came to its end before it was to break.
 */
async function tidyBroken(
  { age, mood, goodCommits }: { age: number; mood: Mood; goodCommits: number },
): Promise<boolean> {
  using rig = await ownedRig();
  const store = await rig.open();
  const text = "x".repeat(30_000);
  await churn(store, { keys: 25, writes: 25, text });
  for (let i = 0; i < age; i++) await store.tidy();
  await churn(store, { keys: 25, writes: 25, text: `2${text}` });
  await churn(store, { keys: 5, writes: 410, text: "short" });
  [rig.mood, rig.goodCommits] = [mood, goodCommits];
  const isWhole = await store.tidy().then(() => true, () => false);
  rig.mood = "work";
  deepEqual(await contentOf(await rig.open()), await contentOf(store));
  await churn(store, { keys: 2, writes: 5, text: "later" });
  deepEqual(await contentOf(await rig.open()), await contentOf(store));
  await store.tidy();
  deepEqual(await contentOf(await rig.open()), await contentOf(store));
  return isWhole;
}

for (const age of [1, OLD_AGE]) {
  for (const mood of ["refuse", "lie"] as const) {
    Deno.test(`OwnedStore.tidy() of keys of age ${age} may be broken off anywhere (${mood})`, async () => {
      let goodCommits = 0;
      while (!await tidyBroken({ age, mood, goodCommits })) goodCommits++;
      // Two at least that write, and two that remove the journal.
      ok(goodCommits >= 4, `${goodCommits} commits`);
    });
  }
}

Deno.test("OwnedStore.tidy() that failed again and again keeps each key once", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  for (let failures = 0; failures < 3; failures++) {
    await store.commit({ mutations: [set("a", failures), set("b", 1)] });
    rig.mood = "refuse";
    await rejects(store.tidy(), /disk/);
    rig.mood = "work";
  }
  await store.commit({ mutations: [set("a", "last")] });
  await store.tidy();
  const lines: [string, number, Deno.KvKey][] = JSON.parse(
    await journalOf(rig.kv),
  );
  deepEqual(lines.map(([, , key]) => key.join()).toSorted(), ["o,a", "o,b"]);
});

Deno.test("OwnedStore.tidy() goes by the order of what happened meanwhile", async () => {
  // The second tidying has 500 commits of the journal to remove, in two steps.
  for (let goodCommits = 0; goodCommits < 4; goodCommits++) {
    using rig = await ownedRig();
    const store = await rig.open();
    const names = Array.from({ length: 500 }, (_, i) => `${i}`);
    await store.commit({ mutations: names.map((name) => set(name, "old")) });
    const held = Promise.withResolvers<void>();
    rig.afterNextCommit = () => held.promise;
    const tidied = store.tidy();
    for (const name of names) {
      const isKept = Number(name) % 3 === 0;
      await store.commit({
        mutations: [isKept ? set(name, "new") : remove(name)],
      });
    }
    held.resolve();
    await tidied;
    deepEqual(await contentOf(await rig.open()), await contentOf(store));
    [rig.mood, rig.goodCommits] = ["refuse", goodCommits];
    const isWhole = await store.tidy().then(() => true, () => false);
    equal(isWhole, goodCommits >= 3);
    rig.mood = "work";
    deepEqual(await contentOf(await rig.open()), await contentOf(store));
  }
});

Deno.test("OwnedStore.tidy() waits for a commit that is written, not yet applied", async () => {
  // Whatever the engine's order of steps is, one of these falls in between.
  for (let steps = 0; steps < 12; steps++) {
    using rig = await ownedRig();
    const store = await rig.open();
    let tidied: Promise<void> | undefined;
    const tidyLater = async () => {
      for (let i = 0; i < steps; i++) await Promise.resolve();
      await store.tidy();
    };
    rig.afterNextCommit = () => {
      // The commit's own answer must not wait for it.
      tidied = tidyLater();
    };
    await store.commit({ mutations: [set("a", 1)] });
    await tidied;
    deepEqual(await contentOf(await rig.open()), [["a", 1]], `${steps} steps`);
  }
});

Deno.test("OwnedStore.tidy() carries nothing over into half of a failed write", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  await store.commit({ mutations: [set("a", "old")] });
  await tidyToRows(store);
  await store.commit({ mutations: [set("b", "old")] });
  rig.mood = "lie";
  const write = store.commit({ mutations: [set("a", "new"), set("b", "new")] });
  await rejects(write, /disk/);
  [rig.mood, rig.goodCommits] = ["refuse", 1];
  await rejects(store.tidy(), /disk/);
  deepEqual(await contentOf(await rig.open()), await contentOf(store));
});
