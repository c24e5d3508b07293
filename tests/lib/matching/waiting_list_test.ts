import { deepEqual, equal, rejects } from "node:assert/strict";
import fc from "fast-check";
import { openStore } from "@/lib/kv/open_store.ts";
import { RemoteStore } from "@/lib/kv/remote_store.ts";
import type { Store } from "@/lib/kv/store.ts";
import { matchingKeys } from "@/lib/matching/keys.ts";
import { type Listed, WaitingList } from "@/lib/matching/waiting_list.ts";

const stores: Record<string, () => Promise<Store>> = {
  "owned store": () => openStore(":memory:", ["waiting"]),
  "remote store": async () => new RemoteStore(await Deno.openKv(":memory:")),
};

/** Lists people in slots, named by where they stand. */
async function fill(store: Store, slots: Record<string, number[]>) {
  for (const [slot, times] of Object.entries(slots)) {
    if (times.length === 0) continue;
    await store.commit({
      mutations: times.map((enqueuedAt, i) => ({
        type: "set",
        key: matchingKeys.waiting(slot, enqueuedAt, `${slot}${i}`),
        value: "VN",
      })),
    });
  }
}

async function readAll(list: WaitingList): Promise<Listed[]> {
  const all: Listed[] = [];
  for (let page; (page = await list.next()).length > 0;) all.push(...page);
  return all;
}

for (const [kind, open] of Object.entries(stores)) {
  Deno.test(`WaitingList gives everybody of all slots once, longest waiting first: ${kind}`, async () => {
    const times = fc.array(fc.nat({ max: 30 }), { maxLength: 20 });
    const slots = fc.record({ a: times, b: times, c: times });
    const pageSize = fc.integer({ min: 1, max: 7 });
    await fc.assert(
      fc.asyncProperty(slots, pageSize, async (slots, pageSize) => {
        using store = await open();
        await fill(store, slots);
        const list = new WaitingList(store, ["a", "b", "c"], { pageSize });
        const all = await readAll(list);
        deepEqual(
          all.map(({ enqueuedAt }) => enqueuedAt),
          Object.values(slots).flat().sort((one, other) => one - other),
        );
        equal(new Set(all.map(({ anonId }) => anonId)).size, all.length);
      }),
      { numRuns: 40 },
    );
  });

  Deno.test(`WaitingList begins at a place, and includes it: ${kind}`, async () => {
    using store = await open();
    await fill(store, { a: [1, 3, 5], b: [2, 4] });
    const start = { enqueuedAt: 3, anonId: "a1" };
    const list = new WaitingList(store, ["a", "b"], { start, pageSize: 2 });
    deepEqual(await readAll(list), [
      { enqueuedAt: 3, anonId: "a1", country: "VN" },
      { enqueuedAt: 4, anonId: "b1", country: "VN" },
      { enqueuedAt: 5, anonId: "a2", country: "VN" },
    ]);
  });
}

/** Counts the pages that a store is asked for, and their rows. */
function countReads(store: Store): { pages: number; rows: number } {
  const count = { pages: 0, rows: 0 };
  const read = store.pages.bind(store);
  store.pages = async <T>(...args: Parameters<typeof read>) => {
    count.pages += args[0].length;
    const pages = await read<T>(...args);
    count.rows += pages.flat().length;
    return pages;
  };
  return count;
}

Deno.test("in memory WaitingList reads nothing until it is asked, and then little", async () => {
  using store = await stores["owned store"]!();
  await fill(store, { a: Array.from({ length: 100 }, (_, i) => i) });
  const count = countReads(store);
  const list = new WaitingList(store, ["a", "b"], { pageSize: 50 });
  equal(count.pages, 0);
  equal((await list.next()).length, 5);
  equal(count.rows, 5);
  equal((await list.next()).length, 50);
});

Deno.test("elsewhere WaitingList asks at once, and each entry is given once", async () => {
  using store = await stores["remote store"]!();
  await fill(store, { a: [1, 2, 3] });
  const count = countReads(store);
  const list = new WaitingList(store, ["a"], { pageSize: 50 });
  equal(count.pages, 1);
  equal((await list.next()).length, 3);
  deepEqual(await list.next(), []);
  deepEqual(count, { pages: 1, rows: 3 });
});

Deno.test("WaitingList keeps a failure for its reader, and needs none", async () => {
  using store = await stores["remote store"]!();
  store.pages = () => Promise.reject(new Error("no"));
  const begin = () => new WaitingList(store, ["a"], { pageSize: 5 });
  begin();
  await rejects(() => begin().next(), /no/);
});
