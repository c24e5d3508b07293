import { deepEqual, equal, rejects } from "node:assert/strict";
import fc from "fast-check";
import { begun, mergeSorted } from "@/lib/matching/merge_sorted.ts";

async function* from<T>(items: readonly T[]): AsyncGenerator<T, void, void> {
  yield* items;
}

Deno.test("mergeSorted() gives all items of all streams in order", async () => {
  const stream = fc.array(fc.integer()).map((all) => all.sort((a, b) => a - b));
  await fc.assert(fc.asyncProperty(fc.array(stream), async (streams) => {
    const merged = await Array.fromAsync(
      mergeSorted(streams.map(from), (item) => item),
    );
    deepEqual(merged, streams.flat().sort((a, b) => a - b));
  }));
});

Deno.test("mergeSorted() reads no further than the head of each stream", async () => {
  let reads = 0;
  const counting = (items: number[]): AsyncIterator<number> => {
    const source = from(items);
    return {
      next() {
        reads++;
        return source.next();
      },
    };
  };
  const merged = mergeSorted(
    [counting([1, 3, 5]), counting([2, 4])],
    (item) => item,
  );
  equal((await merged.next()).value, 1);
  equal(reads, 2);
});

Deno.test("begun() asks at once, and gives every item once", async () => {
  let reads = 0;
  const items = from([1, 2]);
  const source = begun({
    next() {
      reads++;
      return items.next();
    },
  });
  equal(reads, 1);
  const seen = [];
  for (let i = 0; i < 3; i++) seen.push((await source.next()).value);
  deepEqual(seen, [1, 2, undefined]);
  equal(reads, 3);
});

Deno.test("begun() keeps a failure for the reader, and needs none", async () => {
  const failing = () => begun({ next: () => Promise.reject(new Error("no")) });
  failing();
  await rejects(() => failing().next(), /no/);
});
