/**
 * The one door to what the site keeps. There are two implementations:
 *
 * - `RemoteStore` for a database that other processes may use, too: Deno
 *   Deploy, KV Connect. Every read asks Deno KV.
 * - `OwnedStore` for a database of this process alone: a local file, or
 *   memory. Keys that were named to it are read from memory.
 *
 * They answer alike; the same tests run against both.
 *
 * @module
 */

import type { OnRing } from "./bells.ts";
import type { CommitStats } from "./commit_queue.ts";
import type { Outcome, Write } from "./write.ts";

/** How a listing is read. */
export interface ListOptions {
  /** Entries read as one snapshot, at most 1,000. Default 100. */
  batchSize?: number;
  /** Entries in all. Default: every one. */
  limit?: number;
  /** Whether the last key comes first. */
  reverse?: boolean;
}

/** How a page of a listing is read. */
export interface PageOptions {
  /** Entries at most, up to 1,000. */
  limit: number;
  /** Whether the last key comes first. */
  reverse?: boolean;
}

/**
 * Keys and values, read at once and changed by atomic commits.
 *
 * @example Of two who change what they both read, one is refused
 * ```ts
 * import { deepEqual, equal } from "node:assert/strict";
 * import { openStore } from "@/lib/kv/open_store.ts";
 *
 * using store = await openStore(":memory:", ["greeting"]);
 * const key = ["greeting"];
 * const read = await store.get<string>(key);
 * const outcomes = await Promise.all(["salaam", "xin chào"].map((value) =>
 *   store.commit({ checks: [read], mutations: [{ type: "set", key, value }] })
 * ));
 * deepEqual(outcomes.map(({ ok }) => ok), [true, false]);
 * equal((await store.get(key)).value, "salaam");
 * ```
 */
export interface Store extends Disposable {
  /**
   * Whether no other process can use the database. Then its owned keys may be
   * cleared, too: see `Clear` in `write.ts`.
   */
  readonly isOwned: boolean;

  /** What this process has asked of the store so far. */
  readonly stats: Readonly<CommitStats>;

  /** Longest text to put into one value; longer ones are better in parts. */
  readonly rowChars: number;

  /** Reads one key. */
  get<T>(key: Deno.KvKey): Promise<Deno.KvEntryMaybe<T>>;

  /** Reads up to ten keys as one snapshot. */
  getMany<T extends readonly unknown[]>(
    keys: readonly [...{ [K in keyof T]: Deno.KvKey }],
  ): Promise<{ [K in keyof T]: Deno.KvEntryMaybe<T[K]> }>;

  /** Lists entries in key order, lazily; each batch is a snapshot of its own. */
  list<T>(
    selector: Deno.KvListSelector,
    options?: ListOptions,
  ): AsyncIterableIterator<Deno.KvEntry<T>>;

  /**
   * Reads the first entries of a listing as one snapshot. Where a page is
   * enough it costs less than {@link Store.list}.
   *
   * @param options `limit`: entries at most, up to 1,000.
   */
  page<T>(
    selector: Deno.KvListSelector,
    options: PageOptions,
  ): Promise<Deno.KvEntry<T>[]>;

  /**
   * Reads the first entries of several listings, each as {@link Store.page}
   * does. In memory that is one step, and one snapshot of all.
   *
   * @returns A page for each listing.
   */
  pages<T>(
    selectors: readonly Deno.KvListSelector[],
    options: PageOptions,
  ): Promise<Deno.KvEntry<T>[][]>;

  /**
   * Commits one write atomically, possibly in one store commit with others.
   *
   * @returns `ok: false` when a check failed; nothing was written then.
   * @throws {TypeError} When a key or a value cannot be kept, or the store
   * cannot clear.
   */
  commit(write: Write): Promise<Outcome>;

  /** Reads a counter that is written with `add`; 0 when it was never written. */
  count(key: Deno.KvKey): Promise<number>;

  /**
   * Listens to a bell: hears every write of this process that rings it as soon
   * as it is done, and where the database is shared those of others as well.
   * Of an append by a write to an owned store it says what was appended, once
   * for each and in order. Otherwise it says that there is news, not what; it
   * may come once for several writes, and once too often.
   *
   * @returns Stops listening.
   */
  listen(key: Deno.KvKey, onRing: OnRing): () => void;

  /** Removes what has expired and tidies the record; to be called each minute. */
  tidy(): Promise<void>;

  /** Closes the store. */
  close(): void;
}
