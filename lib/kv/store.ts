/**
 * The one door to Deno KV: reads as they are, writes gathered.
 *
 * One process opens one store; two handles on one database file end in
 * "database is locked" under load.
 *
 * @module
 */

import { dirname } from "node:path";
import { Bells, type OnRing } from "./bells.ts";
import { CommitQueue, type CommitStats } from "./commit_queue.ts";
import { retryLocked } from "./retry_locked.ts";
import { watchKey } from "./watch_key.ts";
import type { Change, Mutation, Outcome, Ring, Write } from "./write.ts";

/** How long a bell's key is kept after it rang, milliseconds. */
const BELL_LIFE_MS = 60_000;

/** Files that SQLite keeps beside a database, with the same rights. */
const COMPANIONS = ["", "-wal", "-shm"];

/**
 * Makes a database file that only its owner may read, or takes away what others
 * may. SQLite gives new companions the rights of the database.
 */
async function keepToOwner(path: string): Promise<void> {
  const options = { write: true, create: true, mode: 0o600 };
  (await Deno.open(path, options)).close();
  if (Deno.build.os === "windows") return;
  for (const companion of COMPANIONS) {
    try {
      await Deno.chmod(path + companion, 0o600);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/**
 * Deno KV with gathered commits. Close it with `using` or {@link Store.close}.
 *
 * @example Of two who change what they both read, one is refused
 * ```ts
 * import { deepEqual, equal } from "node:assert/strict";
 * import { Store } from "@/lib/kv/store.ts";
 *
 * using store = await Store.open(":memory:");
 * const key = ["greeting"];
 * const read = await store.get<string>(key);
 * const outcomes = await Promise.all(["salaam", "xin chào"].map((value) =>
 *   store.commit({ checks: [read], mutations: [{ type: "set", key, value }] })
 * ));
 * deepEqual(outcomes.map(({ ok }) => ok), [true, false]);
 * equal((await store.get(key)).value, "salaam");
 * ```
 */
export class Store {
  readonly #kv: Deno.Kv;
  readonly #commits: CommitQueue;
  readonly #bells = new Bells();
  readonly #isShared: boolean;

  /**
   * Takes over a handle.
   *
   * @param kv Handle to own; it is closed together with the store.
   * @param options `isShared` where other processes work on it as well.
   */
  constructor(kv: Deno.Kv, { isShared = false }: { isShared?: boolean } = {}) {
    this.#kv = kv;
    this.#isShared = isShared;
    this.#commits = new CommitQueue(kv);
  }

  /**
   * Opens the store, making the folder of a database file when it is missing.
   *
   * @param path A file, `:memory:`, a KV Connect URL, or `undefined` for the
   * platform's own database.
   */
  static async open(path: string | undefined): Promise<Store> {
    const isShared = path === undefined || path.includes("://");
    if (!isShared && path !== ":memory:") {
      await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await keepToOwner(path);
    }
    return new Store(await Deno.openKv(path), { isShared });
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
  async commit(write: Write): Promise<Outcome> {
    const rings = write.mutations.filter(isRing);
    const outcome = await this.#commits.commit({
      ...write,
      mutations: write.mutations.flatMap((each) => this.#changesOf(each)),
    });
    if (outcome.ok) {
      for (const { key } of rings) {
        this.#bells.ring(textOf(key));
      }
    }
    return outcome;
  }

  #changesOf(mutation: Mutation): Change[] {
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
    return value === null ? 0 : Number(BigInt.asIntN(64, value.value));
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
    const stop = this.#bells.listen(textOf(key), onRing);
    if (!this.#isShared) return stop;
    const endWatch = watchKey(this.#kv, key, onRing);
    return () => {
      stop();
      endWatch();
    };
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

function isRing(mutation: Mutation): mutation is Ring {
  return mutation.type === "ring";
}

function textOf(bell: Deno.KvKey): string {
  return bell.join("\u001f");
}
