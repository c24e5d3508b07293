import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { Journal } from "@/lib/kv/owned/journal.ts";
import { OwnedKeys } from "@/lib/kv/owned/owned_keys.ts";
import { OLD_AGE } from "@/lib/kv/owned/unsettled.ts";

/** Owned keys on a database in memory, with the count of their commits. */
async function loadKeys(kv: Deno.Kv) {
  const counter = { commits: 0 };
  const journal = new Journal(kv, () => counter.commits++);
  const keys = await OwnedKeys.load(journal, () => 0);
  const put = (name: string, value: unknown) =>
    keys.commit({ mutations: [{ type: "set", key: ["o", name], value }] });
  return { keys, journal, counter, put };
}

Deno.test("OwnedKeys.tidy() settles once for those who ask at once", async () => {
  using kv = await Deno.openKv(":memory:");
  const { keys, journal, counter, put } = await loadKeys(kv);
  await put("a", "text");
  const { sizeBytes } = journal;
  const before = counter.commits;
  await Promise.all([keys.tidy(), keys.tidy(), keys.tidy()]);
  // Carried over once, and as long as it was.
  equal(journal.sizeBytes, sizeBytes);
  // One carries over, one removes the journal up to there.
  equal(counter.commits - before, 2);
});

Deno.test("OwnedKeys looks at every check and every counter of a write", async () => {
  using kv = await Deno.openKv(":memory:");
  const { keys, put } = await loadKeys(kv);
  await put("text", "a");
  for (const at of [0, 1, 2]) {
    const checks = [0, 1, 2].map((i) => ({
      key: ["o", i === at ? "text" : `free ${i}`],
      versionstamp: null,
    }));
    const write = { checks, mutations: [] };
    equal((await keys.commit(write)).ok, false, `check ${at}`);
    const mutations = [0, 1, 2].map((i) => ({
      type: "add" as const,
      key: ["o", i === at ? "text" : `count ${i}`],
      amount: 1,
    }));
    await rejects(keys.commit({ mutations }), /not a counter/);
  }
  equal(keys.table.find(["o", "count 0"]), undefined, "all or none");
});

Deno.test("OwnedKeys gathers no more than Deno KV takes at once", async () => {
  using kv = await Deno.openKv(":memory:");
  const { keys, counter, put } = await loadKeys(kv);
  const long = "x".repeat(30_000);
  const large = Array.from({ length: 60 }, (_, i) => put(`large ${i}`, long));
  const many = Array.from({ length: 2_500 }, (_, i) => put(`small ${i}`, i));
  const outcomes = await Promise.all([...large, ...many]);
  deepEqual(new Set(outcomes.map(({ ok }) => ok)), new Set([true]));
  const versions = new Set(outcomes.map(({ versionstamp }) => versionstamp));
  equal(versions.size, outcomes.length, "a version each");
  // Four digits of a version tell the writes of one commit apart.
  const commitsOf = Object.groupBy(
    versions,
    (version) => version!.slice(0, 16),
  );
  for (const writes of Object.values(commitsOf)) ok(writes!.length <= 1_000);
  ok(counter.commits < 15, `${counter.commits} commits`);
  for (let age = 0; age <= OLD_AGE; age++) {
    await keys.tidy();
    const again = await loadKeys(kv);
    equal(again.keys.table.find(["o", "large 59"])?.value, long);
    equal(again.keys.table.find(["o", "small 2499"])?.value, 2499);
  }
});

Deno.test("OwnedKeys gathers no more than Deno KV takes of letters of two bytes and more", async () => {
  using kv = await Deno.openKv(":memory:");
  const { keys, counter, put } = await loadKeys(kv);
  for (const letter of ["é", "语"]) {
    const long = letter.repeat(20_000);
    const commits = counter.commits;
    await Promise.all(
      Array.from({ length: 60 }, (_, i) => put(`${letter} ${i}`, long)),
    );
    ok(counter.commits - commits <= 5, `${counter.commits} commits`);
    const again = await loadKeys(kv);
    equal(again.keys.table.find(["o", `${letter} 59`])?.value, long);
  }
  equal(keys.stats.lostWrites, 0);
});

Deno.test("OwnedKeys puts two writes into two commits that together are too much for one", async () => {
  using kv = await Deno.openKv(":memory:");
  const { keys, counter } = await loadKeys(kv);
  const value = "语".repeat(30_000);
  const large = (name: string) =>
    keys.commit({
      mutations: Array.from(
        { length: 10 },
        (_, i) => ({ type: "set", key: ["o", name, i], value }),
      ),
    });
  const outcomes = await Promise.all([large("a"), large("b")]);
  deepEqual(outcomes.map(({ ok }) => ok), [true, true]);
  equal(counter.commits, 2);
});

Deno.test("OwnedKeys.tidy() takes texts for as long as they are when escaped", async () => {
  using kv = await Deno.openKv(":memory:");
  const { keys, put } = await loadKeys(kv);
  const text = "\u0001".repeat(25_000);
  for (let i = 0; i < 12; i++) await put(`${i}`, text);
  await keys.tidy();
  const again = await loadKeys(kv);
  equal(again.keys.table.find(["o", "11"])?.value, text);
});

Deno.test("OwnedKeys tells keys apart that read alike, also in one commit", async () => {
  using kv = await Deno.openKv(":memory:");
  const { keys } = await loadKeys(kv);
  const alike: Deno.KvKey[] = [
    ["o", "a", "b"],
    ["o", "ab"],
    ["o", "1:a"],
    ["o", 1],
    ["o", "1"],
    ["o", true],
    ["o", "true"],
  ];
  await Promise.all(
    alike.map((key, value) =>
      keys.commit({ mutations: [{ type: "set", key, value }] })
    ),
  );
  const found = alike.map((key) => keys.table.find(key)?.value);
  deepEqual(found, alike.map((_, i) => i));
});
