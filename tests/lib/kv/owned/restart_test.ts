import { deepEqual, equal } from "node:assert/strict";
import { serialize } from "node:v8";
import type { OwnedStore } from "@/lib/kv/owned/owned_store.ts";
import { OLD_AGE } from "@/lib/kv/owned/unsettled.ts";
import { contentOf, ownedRig, tidyToRows } from "./rig.ts";

async function put(
  store: OwnedStore,
  name: string,
  expireInMs?: number,
): Promise<void> {
  const life = expireInMs === undefined ? {} : { expireInMs };
  await store.commit({
    mutations: [{ type: "set", key: ["o", name], value: 1, ...life }],
  });
}

for (
  const [what, tidy] of [
    ["that was carried over", (store) => store.tidy()],
    ["with a row of its own", tidyToRows],
  ] as [string, (store: OwnedStore) => Promise<void>][]
) {
  Deno.test(`a key ${what} expires when it was to, also over a restart`, async () => {
    using rig = await ownedRig();
    const store = await rig.open();
    await put(store, "short", 60_000);
    await put(store, "long", 120_000);
    await put(store, "for ever");
    await tidy(store);
    rig.clock.advance(60_000);
    const again = await rig.open();
    deepEqual(await contentOf(again), [["for ever", 1], ["long", 1]]);
    rig.clock.advance(120_000);
    await again.tidy();
    deepEqual(await contentOf(again), [["for ever", 1]]);
  });
}

Deno.test("what was written before several restarts is all there", async () => {
  using rig = await ownedRig();
  for (const name of ["a", "b", "c"]) await put(await rig.open(), name);
  const expected = [["a", 1], ["b", 1], ["c", 1]];
  deepEqual(await contentOf(await rig.open()), expected);
});

Deno.test("a key that is written again lives by its latest expiry", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  for (const name of ["a", "b"]) await put(store, name, 60_000);
  rig.clock.advance(30_000);
  await put(store, "a", 600_000);
  await put(store, "b");
  rig.clock.advance(100_000);
  await store.tidy();
  deepEqual(await contentOf(store), [["a", 1], ["b", 1]]);
  rig.clock.advance(600_000);
  await store.tidy();
  deepEqual(await contentOf(store), [["b", 1]]);
});

Deno.test("texts of all kinds and counters are the same after a restart", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  const values = [
    '\0\r\n\t"\\',
    "\u0001".repeat(60_000),
    "ư\ud800\u2028",
    { "a b": [1.5, -1e300, true, null, { nested: "é" }] },
  ];
  for (const [i, value] of values.entries()) {
    await store.commit({ mutations: [{ type: "set", key: ["o", i], value }] });
  }
  await store.commit({
    mutations: [{ type: "add", key: ["o", "count"], amount: -3 }],
  });
  for (let tidied = 0; tidied <= OLD_AGE + 1; tidied++) {
    if (tidied > 0) await store.tidy();
    const again = await rig.open();
    for (const [i, value] of values.entries()) {
      deepEqual((await again.get(["o", i])).value, value);
    }
    equal(await again.count(["o", "count"]), -3);
  }
});

const long = "é".repeat(100);
const clones = new Uint8Array(serialize([
  { type: "set", key: ["o", "a"], value: { long }, order: 0 },
  { type: "set", key: ["o", "count"], value: 7n, order: 1 },
  { type: "append", key: ["o", "log"], value: 1, expiresAt: 1, order: 2 },
]));
const texts = JSON.stringify([
  ["set", 0, ["o", "a"], { long }],
  ["count", 1, ["o", "count"], "7"],
  ["append", 2, ["o", "log"], 1, 1],
]);
for (
  const [what, parts] of [
    ["clones", [clones.slice(0, 90), clones.slice(90)]],
    ["texts", [texts.slice(0, 90), texts.slice(90)]],
  ] as const
) {
  Deno.test(`a journal of an older version, as ${what} in parts, is read`, async () => {
    using rig = await ownedRig();
    await rig.kv.atomic()
      .set(["owned_log", 0, 0], parts[0])
      .set(["owned_log", 0, 1], parts[1])
      .commit();
    const store = await rig.open();
    deepEqual((await store.get(["o", "a"])).value, { long });
    equal(await store.count(["o", "count"]), 7);
    await put(store, "b");
    const names = (await contentOf(await rig.open())).map(([name]) => name);
    deepEqual(names, ["a", "b", "count"]);
  });
}

Deno.test("what many wrote at once is all there after a restart, in whatever letters", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  // Short ones, long ones, and those that begin or end a part.
  const letters = ["a", "é", "ư", "语", "😀"];
  const values = Array.from(
    { length: 200 },
    (_, i) => letters[i % letters.length]!.repeat(i * 9),
  );
  await Promise.all(
    values.map((value, i) =>
      store.commit({ mutations: [{ type: "set", key: ["o", i], value }] })
    ),
  );
  const again = await rig.open();
  for (const [i, value] of values.entries()) {
    equal((await again.get(["o", i])).value, value);
  }
});
