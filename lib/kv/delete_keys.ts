/**
 * Deleting many keys.
 *
 * @module
 */

import type { Store } from "./store.ts";

/** Keys of one commit: far below the store's 1,000 changes. */
const COMMIT_KEYS = 400;

/**
 * Deletes keys, some hundred in a commit. What is deleted twice is gone as
 * well, so it may run anywhere, and again after a failure.
 *
 * @param keys The keys, read as they are deleted.
 * @returns How many.
 */
export async function deleteKeys(
  store: Store,
  keys: AsyncIterable<Deno.KvKey> | Iterable<Deno.KvKey>,
): Promise<number> {
  let count = 0;
  let batch: Deno.KvKey[] = [];
  async function flush(): Promise<void> {
    if (batch.length === 0) return;
    await store.commit({
      mutations: batch.map((key) => ({ type: "delete", key })),
    });
    count += batch.length;
    batch = [];
  }
  for await (const key of keys) {
    batch.push(key);
    if (batch.length === COMMIT_KEYS) await flush();
  }
  await flush();
  return count;
}

/** Lists the keys of a range, in order. */
export async function* keysIn(
  store: Store,
  selector: Deno.KvListSelector,
): AsyncGenerator<Deno.KvKey> {
  for await (const { key } of store.list(selector)) yield key;
}
