/**
 * A store that this process has for itself.
 *
 * @module
 */

import type { OnRing } from "../bells.ts";
import type { CommitStats } from "../commit_queue.ts";
import { countOf } from "../counter.ts";
import { RemoteStore } from "../remote_store.ts";
import type { ListOptions, PageOptions, Store } from "../store.ts";
import { isRing, type Outcome, type Write } from "../write.ts";
import { adopt } from "./adopt.ts";
import { Journal } from "./journal.ts";
import { rangeBehind, rangeOf } from "./key_range.ts";
import { OwnedKeys } from "./owned_keys.ts";

/** Entries that a listing reads as one snapshot; Deno KV's own default. */
const BATCH_SIZE = 100;

/** What an owned store is opened with. */
export interface OwnedStoreOptions {
  /** First parts of the keys that are kept in memory. */
  prefixes: readonly string[];
  /** Tells the time, Unix milliseconds. Default: the clock of the machine. */
  now?: () => number;
  /** Called before each commit; what it throws keeps it from being sent. */
  beforeCommit?: () => void;
  /** What else ends with the store, such as a lock. */
  onClose?: () => void;
}

/**
 * Owned keys by way of memory, all others as in a {@link RemoteStore}.
 *
 * Values of owned keys are plain data and come back frozen. One write is about
 * owned keys or about others, never both: they do not share a commit.
 */
export class OwnedStore implements Store {
  /** It would not be opened otherwise. */
  readonly isOwned = true;
  /** Memory has no use for parts; a value holds this many characters. */
  readonly rowChars = 30_000;
  readonly #others: RemoteStore;
  readonly #owned: OwnedKeys;
  readonly #prefixes: ReadonlySet<Deno.KvKeyPart>;
  readonly #journalStats: Pick<CommitStats, "commits">;
  readonly #onClose: () => void;
  #isClosed = false;

  private constructor(
    others: RemoteStore,
    owned: OwnedKeys,
    journalStats: Pick<CommitStats, "commits">,
    { prefixes, onClose = () => {} }: OwnedStoreOptions,
  ) {
    this.#others = others;
    this.#owned = owned;
    this.#journalStats = journalStats;
    this.#prefixes = new Set(prefixes);
    this.#onClose = onClose;
  }

  /**
   * Loads the owned keys of a database that nobody else uses.
   *
   * @param kv Handle to own; it is closed together with the store, and at once
   * where the keys cannot be loaded.
   */
  static async load(
    kv: Deno.Kv,
    options: OwnedStoreOptions,
  ): Promise<OwnedStore> {
    const journalStats = { commits: 0 };
    const { beforeCommit = () => {} } = options;
    const journal = new Journal(kv, () => {
      beforeCommit();
      journalStats.commits++;
    });
    try {
      const owned = await OwnedKeys.load(journal, options.now ?? Date.now);
      await adopt(kv, owned, options.prefixes);
      const { bells } = owned;
      const others = new RemoteStore(kv, { beforeCommit, bells });
      return new OwnedStore(others, owned, journalStats, options);
    } catch (error) {
      kv.close();
      throw error;
    }
  }

  /** What this process has asked of the store so far. */
  get stats(): Readonly<CommitStats> {
    const others = this.#others.stats;
    const owned = this.#owned.stats;
    return {
      ...others,
      writes: others.writes + owned.writes,
      commits: others.commits + this.#journalStats.commits,
      lostWrites: others.lostWrites + owned.lostWrites,
    };
  }

  /** Reads one key. */
  async get<T>(key: Deno.KvKey): Promise<Deno.KvEntryMaybe<T>> {
    return this.#isOwned(key)
      ? this.#read<T>(key)
      : await this.#others.get(key);
  }

  /**
   * Reads up to ten keys as one snapshot.
   *
   * @throws {TypeError} When some are owned and some are not.
   */
  async getMany<T extends readonly unknown[]>(
    keys: readonly [...{ [K in keyof T]: Deno.KvKey }],
  ): Promise<{ [K in keyof T]: Deno.KvEntryMaybe<T[K]> }> {
    if (!this.#areOwned(keys)) return await this.#others.getMany<T>(keys);
    return keys.map((key) => this.#read(key)) as {
      [K in keyof T]: Deno.KvEntryMaybe<T[K]>;
    };
  }

  /**
   * Lists entries in key order, lazily; each batch is a snapshot of its own.
   *
   * @throws {TypeError} When not even the first part of the keys is given:
   * owned keys and others are not listed together.
   */
  list<T>(
    selector: Deno.KvListSelector,
    options: ListOptions = {},
  ): AsyncIterableIterator<Deno.KvEntry<T>> {
    return this.#isOwnedListing(selector)
      ? this.#listOwned(selector, options)
      : this.#others.list(selector, options);
  }

  /**
   * Reads the first entries of a listing as one snapshot.
   *
   * @throws {TypeError} As {@link OwnedStore.list}.
   */
  async page<T>(
    selector: Deno.KvListSelector,
    options: PageOptions,
  ): Promise<Deno.KvEntry<T>[]> {
    return this.#isOwnedListing(selector)
      ? this.#page<T>(selector, options)
      : await this.#others.page(selector, options);
  }

  /**
   * Reads the first entries of several listings; of owned keys as one snapshot.
   *
   * @throws {TypeError} As {@link OwnedStore.list}, and when some are owned and
   * some are not.
   */
  async pages<T>(
    selectors: readonly Deno.KvListSelector[],
    options: PageOptions,
  ): Promise<Deno.KvEntry<T>[][]> {
    let owned = 0;
    for (const each of selectors) if (this.#isOwnedListing(each)) owned++;
    return areAll(owned, selectors.length)
      ? selectors.map((each) => this.#page<T>(each, options))
      : await this.#others.pages(selectors, options);
  }

  /**
   * Commits one write atomically, together with others.
   *
   * @throws {TypeError} When it is about owned keys and others.
   */
  commit(write: Write): Promise<Outcome> {
    try {
      return (this.#isOwnedWrite(write) ? this.#owned : this.#others)
        .commit(write);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Reads a counter; 0 when it was never written. */
  async count(key: Deno.KvKey): Promise<number> {
    if (!this.#isOwned(key)) return await this.#others.count(key);
    const { value } = this.#read<bigint>(key);
    return countOf(value ?? 0n);
  }

  /** Listens to a bell: hears every write that rings it, once it is on disk. */
  listen(key: Deno.KvKey, onRing: OnRing): () => void {
    return this.#owned.bells.listen(key, onRing);
  }

  /** Removes what has expired and shortens the journal. */
  async tidy(): Promise<void> {
    await this.#owned.tidy();
  }

  /** Closes the store. What was answered is in the record. */
  close(): void {
    this.#isClosed = true;
    this.#others.close();
    this.#onClose();
  }

  /** Closes the store at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.close();
  }

  #isOwnedWrite({ checks = [], mutations }: Write): boolean {
    let count = checks.length;
    let owned = 0;
    // By number: an iterator makes an object for each step.
    for (let i = 0; i < checks.length; i++) {
      if (this.#isOwned(checks[i]!.key)) owned++;
    }
    for (let i = 0; i < mutations.length; i++) {
      const part = mutations[i]!;
      if (isRing(part)) continue;
      count++;
      const key = "prefix" in part ? part.prefix : part.key;
      if (this.#isOwned(key)) owned++;
    }
    return areAll(owned, count);
  }

  /** @throws {Deno.errors.BadResource} After the end, as Deno KV does. */
  #isOwned(key: Deno.KvKey): boolean {
    if (this.#isClosed) throw new Deno.errors.BadResource("Bad resource ID");
    return key.length > 0 && this.#prefixes.has(key[0]!);
  }

  #isOwnedListing(selector: Deno.KvListSelector): boolean {
    const first = "prefix" in selector ? selector.prefix : selector.start;
    if (first.length === 0) {
      throw new TypeError("Cannot list owned keys together with others");
    }
    return this.#isOwned(first);
  }

  #areOwned(keys: readonly Deno.KvKey[]): boolean {
    let owned = 0;
    for (const key of keys) if (this.#isOwned(key)) owned++;
    return areAll(owned, keys.length);
  }

  #read<T>(key: Deno.KvKey): Deno.KvEntryMaybe<T> {
    const node = this.#owned.table.find(key);
    return node === undefined || node.versionstamp === null
      ? { key, value: null, versionstamp: null }
      : { key, value: node.value as T, versionstamp: node.versionstamp };
  }

  #page<T>(
    selector: Deno.KvListSelector,
    { limit, reverse: isReverse = false }: PageOptions,
  ): Deno.KvEntry<T>[] {
    const range = rangeOf(selector, { isReverse, limit });
    return this.#owned.table.read(range) as Deno.KvEntry<T>[];
  }

  async *#listOwned<T>(
    selector: Deno.KvListSelector,
    { batchSize = BATCH_SIZE, limit = Infinity, reverse = false }: ListOptions,
  ): AsyncGenerator<Deno.KvEntry<T>, void, void> {
    let range = rangeOf(selector, { isReverse: reverse, limit: batchSize });
    for (let left = limit; left > 0; left -= batchSize) {
      const size = Math.min(batchSize, left);
      const page = this.#owned.table.read({ ...range, limit: size });
      for (const entry of page) yield entry as Deno.KvEntry<T>;
      const last = page.at(-1);
      if (last === undefined || page.length < size) return;
      range = rangeBehind(range, last.key);
    }
  }
}

/** @throws {TypeError} When some keys are owned and some are not. */
function areAll(owned: number, count: number): boolean {
  if (owned > 0 && owned < count) {
    throw new TypeError("Cannot mix owned keys with others");
  }
  return owned > 0;
}
