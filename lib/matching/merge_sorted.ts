/**
 * Merging sorted streams.
 *
 * @module
 */

/**
 * Yields the items of several sorted streams in one order, reading no further
 * ahead than the head of each.
 *
 * @param sources Streams, each in ascending order of `rank`.
 * @param rank What to order by.
 *
 * @example Two streams of numbers
 * ```ts
 * import { deepEqual } from "node:assert/strict";
 * import { mergeSorted } from "@/lib/matching/merge_sorted.ts";
 *
 * async function* stream(...items: number[]) {
 *   yield* items;
 * }
 * const merged = mergeSorted([stream(1, 4), stream(2, 3)], (item) => item);
 * deepEqual(await Array.fromAsync(merged), [1, 2, 3, 4]);
 * ```
 */
export async function* mergeSorted<T>(
  sources: readonly AsyncIterator<T>[],
  rank: (item: T) => number,
): AsyncGenerator<T, void, void> {
  const heads = await Promise.all(sources.map((source) => source.next()));
  while (true) {
    let first = -1;
    for (let i = 0; i < heads.length; i++) {
      const head = heads[i]!;
      if (head.done) continue;
      const best = first < 0 ? undefined : heads[first]!;
      if (best === undefined || rank(head.value) < rank(best.value)) first = i;
    }
    if (first < 0) return;
    yield heads[first]!.value;
    heads[first] = await sources[first]!.next();
  }
}

/**
 * Asks a stream for its first item at once, so that it is under way while
 * something else is waited for.
 */
export function begun<T>(source: AsyncIterator<T>): AsyncIterator<T> {
  let first: Promise<IteratorResult<T>> | null = source.next();
  // The reader gets the failure from next(); without a reader it is no error.
  first.catch(() => {});
  return {
    next() {
      const item = first ?? source.next();
      first = null;
      return item;
    },
  };
}
