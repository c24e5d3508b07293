import { deepEqual } from "node:assert/strict";
import type { OwnedStore } from "@/lib/kv/owned/owned_store.ts";
import { contentOf, ownedRig } from "./rig.ts";

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

Deno.test("a settled key expires when it was to, also over a restart", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  await put(store, "short", 60_000);
  await put(store, "long", 120_000);
  await put(store, "for ever");
  await store.tidy();
  rig.clock.advance(60_000);
  const again = await rig.open();
  deepEqual(await contentOf(again), [["for ever", 1], ["long", 1]]);
  rig.clock.advance(120_000);
  await again.tidy();
  deepEqual(await contentOf(again), [["for ever", 1]]);
});

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
