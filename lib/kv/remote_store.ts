/**
 * A store that others may use at the same time: reads go to Deno KV as they
 * are, writes are gathered, and the checks of a commit decide.
 *
 * @module
 */

import { Bells, type OnRing } from "./bells.ts";
import { CommitQueue, type CommitStats } from "./commit_queue.ts";
import { countOf } from "./counter.ts";
import { retryLocked } from "./retry_locked.ts";
import type { ListOptions, PageOptions, Store } from "./store.ts";
import { watchKey } from "./watch_key.ts";
import {
  type Change,
  isRing,
  type Mutation,
  type Outcome,
  type Write,
} from "./write.ts";

/** How long a bell's key is kept after it rang, milliseconds. */
const BELL_LIFE_MS = 60_000;

/** How a database is used. */
export interface RemoteStoreOptions {
  /** Whether other processes work on it as well. */
  isShared?: boolean;
  /** Called before each commit; what it throws keeps it from being sent. */
  beforeCommit?: () => void;
  /** Bells that others ring, too. Default: its own. */
  bells?: Bells;
}

/** Deno KV with gathered commits. Close it with `using` or `close()`. */
export class RemoteStore implements Store {
  /** Another process may be there, or come. */
  readonly isOwned = false;
  /** With its key, a row of below 1,000 bytes: see decision 3. */
  readonly rowChars = 850;
  readonly #kv: Deno.Kv;
  readonly #commits: CommitQueue;
  readonly #bells: Bells;
  readonly #isShared: boolean;

  /**
   * Takes over a handle.
   *
   * @param kv Handle to own; it is closed together with the store.
   * @param options How it is used.
   */
  constructor(
    kv: Deno.Kv,
    { isShared = false, beforeCommit, bells = new Bells() }:
      RemoteStoreOptions = {},
  ) {
    this.#kv = kv;
    this.#bells = bells;
    this.#isShared = isShared;
    this.#commits = new CommitQueue(kv, beforeCommit);
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
    options?: ListOptions,
  ): AsyncIterableIterator<Deno.KvEntry<T>> {
    return this.#kv.list<T>(selector, options);
  }

  /** Reads the first entries of a listing as one snapshot. */
  async page<T>(
    selector: Deno.KvListSelector,
    { limit, reverse = false }: PageOptions,
  ): Promise<Deno.KvEntry<T>[]> {
    const options = { limit, batchSize: limit, reverse };
    return await retryLocked(() =>
      Array.fromAsync(this.#kv.list<T>(selector, options))
    );
  }

  /** Reads the first entries of several listings, each as a snapshot. */
  pages<T>(
    selectors: readonly Deno.KvListSelector[],
    options: PageOptions,
  ): Promise<Deno.KvEntry<T>[][]> {
    return Promise.all(selectors.map((each) => this.page<T>(each, options)));
  }

  /**
   * Commits one write atomically, possibly in one store commit with others.
   *
   * @returns `ok: false` when a check failed; nothing was written then.
   * @throws {TypeError} When it clears.
   */
  async commit(write: Write): Promise<Outcome> {
    const rings = write.mutations.filter(isRing);
    const outcome = await this.#commits.commit({
      ...write,
      mutations: write.mutations.flatMap((each) => this.#changesOf(each)),
    });
    if (outcome.ok) {
      for (const { key } of rings) this.#bells.ring(key);
    }
    return outcome;
  }

  #changesOf(mutation: Mutation): Change[] {
    if (mutation.type === "clear") {
      throw new TypeError("Cannot clear a prefix as its keys are not owned");
    }
    if (mutation.type !== "ring") return [mutation];
    // Those who listen elsewhere watch the bell's key.
    return this.#isShared
      ? [{
        type: "set",
        key: mutation.key,
        value: 1,
        expireInMs: BELL_LIFE_MS,
      }]
      : [];
  }

  /** Reads a counter that is written with `add`; 0 when it was never written. */
  async count(key: Deno.KvKey): Promise<number> {
    const { value } = await this.get<Deno.KvU64>(key);
    return value === null ? 0 : countOf(value);
  }

  /**
   * Listens to a bell: hears every write of this process that rings it as soon
   * as it is done, and where the database is shared those of others as well.
   * A ring says that there is news, not what; it may come once for several
   * writes, and once too often.
   *
   * @returns Stops listening.
   */
  listen(key: Deno.KvKey, onRing: OnRing): () => void {
    const stop = this.#bells.listen(key, onRing);
    if (!this.#isShared) return stop;
    const endWatch = watchKey(this.#kv, key, () => onRing(null));
    return () => {
      stop();
      endWatch();
    };
  }

  /** Does nothing: Deno KV itself removes what has expired. */
  async tidy(): Promise<void> {}

  /** Closes the handle. */
  close(): void {
    this.#kv.close();
  }

  /** Closes the handle at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.close();
  }
}
