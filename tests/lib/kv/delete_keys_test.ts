import { deepEqual, equal } from "node:assert/strict";
import { deleteKeys, keysIn } from "@/lib/kv/delete_keys.ts";
import type { Store } from "@/lib/kv/store.ts";
import { testStore } from "@/tests/helpers.ts";

async function fill(store: Store, count: number): Promise<void> {
  for (let from = 0; from < count; from += 300) {
    const size = Math.min(300, count - from);
    await store.commit({
      mutations: Array.from({ length: size }, (_, i) => ({
        type: "set",
        key: ["pair", from + i],
        value: 1,
      })),
    });
  }
}

for (const kind of ["owned", "remote"] as const) {
  Deno.test(`deleteKeys() deletes what it is given, and nothing else, on a store of the kind "${kind}"`, async () => {
    using store = await testStore(kind);
    await fill(store, 1_001);
    const range = { start: ["pair", 1], end: ["pair", 1_000] };
    const before = store.stats.writes;
    equal(await deleteKeys(store, keysIn(store, range)), 999);
    // So many that a commit takes, and no write without a change.
    equal(store.stats.writes - before, 3);
    const left = keysIn(store, { prefix: ["pair"] });
    deepEqual(await Array.fromAsync(left), [["pair", 0], ["pair", 1_000]]);
  });
}

Deno.test("deleteKeys() writes nothing where there is nothing", async () => {
  using store = await testStore("owned");
  equal(await deleteKeys(store, []), 0);
  await fill(store, 400);
  const before = store.stats.writes;
  equal(await deleteKeys(store, keysIn(store, { prefix: ["pair"] })), 400);
  equal(store.stats.writes - before, 1);
});
