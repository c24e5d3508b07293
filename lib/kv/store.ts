/**
 * The one door to Deno KV: reads as they are, writes gathered.
 *
 * One process opens one store; two handles on one database file end in
 * "database is locked" under load.
 *
 * @module
 */

import { dirname } from "node:path";
import { CommitQueue, type CommitStats } from "./commit_queue.ts";
import { retryLocked } from "./retry_locked.ts";
import type { Outcome, Write } from "./write.ts";

/** Deno KV with gathered commits. Close it with `using` or {@link Store.close}. */
export class Store {
  readonly #kv: Deno.Kv;
  readonly #commits: CommitQueue;

  /**
   * Takes over a handle.
   *
   * @param kv Handle to own; it is closed together with the store.
   */
  constructor(kv: Deno.Kv) {
    this.#kv = kv;
    this.#commits = new CommitQueue(kv);
  }

  /**
   * Opens the store, making the folder of a database file when it is missing.
   *
   * @param path A file, `:memory:`, a KV Connect URL, or `undefined` for the
   * platform's own database.
   */
  static async open(path: string | undefined): Promise<Store> {
    if (path !== undefined && path !== ":memory:" && !path.includes("://")) {
      await Deno.mkdir(dirname(path), { recursive: true });
    }
    return new Store(await Deno.openKv(path));
  }

  /** What this process has asked of the store so far. */
  get stats(): Readonly<CommitStats> {
    return this.#commits.stats;
  }

  /** Reads one key. */
  get<T>(key: Deno.KvKey): Promise<Deno.KvEntryMaybe<T>> {
    return retryLocked(() => this.#kv.get<T>(key));
  }

  /** Reads up to ten keys as one snapshot. */
  getMany<T extends readonly unknown[]>(
    keys: readonly [...{ [K in keyof T]: Deno.KvKey }],
  ): Promise<{ [K in keyof T]: Deno.KvEntryMaybe<T[K]> }> {
    return retryLocked(() => this.#kv.getMany<T>(keys));
  }

  /** Lists entries in key order, lazily; each batch is a snapshot of its own. */
  list<T>(
    selector: Deno.KvListSelector,
    options?: Deno.KvListOptions,
  ): Deno.KvListIterator<T> {
    return this.#kv.list<T>(selector, options);
  }

  /**
   * Commits one write atomically, possibly in one store commit with others.
   *
   * @returns `ok: false` when a check failed; nothing was written then.
   */
  commit(write: Write): Promise<Outcome> {
    return this.#commits.commit(write);
  }

  /** Reads a counter that is written with `add`; 0 when it was never written. */
  async count(key: Deno.KvKey): Promise<number> {
    const { value } = await this.get<Deno.KvU64>(key);
    return value === null ? 0 : Number(BigInt.asIntN(64, value.value));
  }

  /** Closes the handle. */
  close(): void {
    this.#kv.close();
  }

  /** Closes the handle at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.close();
  }
}
