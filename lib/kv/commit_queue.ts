/**
 * Gathers the writes of concurrent requests into few commits.
 *
 * A commit to a KV on disk costs about the same whether it carries one write
 * or fifty, so while one commit is under way the next ones are collected and
 * go together. Semantics stay those of separate commits: see {@link CommitQueue}.
 *
 * @module
 */

import { isLocked, retryLocked } from "./retry_locked.ts";

/** One change of one key. */
export type Mutation =
  | { type: "set"; key: Deno.KvKey; value: unknown; expireInMs?: number }
  | { type: "delete"; key: Deno.KvKey }
  /** Adds to a 64-bit counter, wrapping, so a negative amount subtracts. */
  | { type: "add"; key: Deno.KvKey; amount: number }
  /** Writes under `prefix` plus the commit's versionstamp: a log in commit order. */
  | { type: "append"; prefix: Deno.KvKey; value: unknown; expireInMs?: number };

/** Changes that are made together, or not at all when a check fails. */
export interface Write {
  /** Versions that must still be current; `null` means "no such key". */
  checks?: readonly Deno.AtomicCheck[];
  /** What to change, in order. */
  mutations: readonly Mutation[];
  /** Rough size of the values in bytes, when it may be large. Default 256 each. */
  sizeBytes?: number;
}

/** What became of a {@link Write}: `ok` is `false` when a check failed. */
export interface Outcome {
  /** Whether it was written. */
  ok: boolean;
  /** Version of every key written; empty when it was not. */
  versionstamp: string;
}

/** What a queue has done since it was made. */
export interface CommitStats {
  /** Writes asked for. */
  writes: number;
  /** Commits sent to the store, gathered ones counted once. */
  commits: number;
  /** Commits that the store refused because a check failed. */
  refusedCommits: number;
}

/** Bounds of one gathered commit, below Deno KV's own (100 / 1000 / 800 KiB). */
const MAX_CHECKS = 90;
const MAX_MUTATIONS = 500;
const MAX_BYTES = 400_000;
const DEFAULT_VALUE_BYTES = 256;

/**
 * Commits handed to the store at once: while it works on one, the answers to
 * the last one are dealt with and the next one waits at its door.
 */
const MAX_UNDER_WAY = 2;

const FAILED: Outcome = { ok: false, versionstamp: "" };

interface Pending {
  write: Write;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

const keyText = (key: Deno.KvKey): string => key.join("\u001f");

/** Writes gathered into one commit. */
class Batch {
  readonly items: Pending[] = [];
  #checks = 0;
  #mutations = 0;
  #bytes = 0;
  #changed = new Set<string>();
  #appended = new Set<string>();

  /** Takes the write in, unless it would not fit or would not mean the same. */
  add(item: Pending): boolean {
    const { checks = [], mutations, sizeBytes } = item.write;
    const bytes = sizeBytes ?? mutations.length * DEFAULT_VALUE_BYTES;
    if (this.items.length > 0) {
      const isFull = this.#checks + checks.length > MAX_CHECKS ||
        this.#mutations + mutations.length > MAX_MUTATIONS ||
        this.#bytes + bytes > MAX_BYTES;
      if (isFull || this.#touches(item.write)) return false;
    }
    for (const mutation of mutations) {
      if (mutation.type === "append") {
        this.#appended.add(keyText(mutation.prefix));
      } else if (mutation.type !== "add") {
        this.#changed.add(keyText(mutation.key));
      }
    }
    this.#checks += checks.length;
    this.#mutations += mutations.length;
    this.#bytes += bytes;
    this.items.push(item);
    return true;
  }

  /** Says whether a write checks a key that this batch changes. */
  concerns({ checks = [] }: Write): boolean {
    return checks.some(({ key }) => this.#changed.has(keyText(key)));
  }

  /**
   * Says whether a write that has to wait is lost already: it checks a key
   * that this batch just changed, for a version from before.
   */
  outdates({ checks = [] }: Write, versionstamp: string): boolean {
    return checks.some((check) =>
      check.versionstamp !== versionstamp &&
      this.#changed.has(keyText(check.key))
    );
  }

  /**
   * A check on a key that this batch changes would look at the state before
   * that change, and two appends to one log would get one key.
   */
  #touches(write: Write): boolean {
    return this.concerns(write) ||
      write.mutations.some((mutation) =>
        mutation.type === "append" &&
        this.#appended.has(keyText(mutation.prefix))
      );
  }
}

/**
 * Commits writes in as few store commits as their independence allows.
 *
 * Every write still succeeds or fails by itself: when a gathered commit is
 * refused, its writes are tried one by one. Writes whose outcome depends on
 * each other never share a commit.
 */
export class CommitQueue {
  readonly #kv: Deno.Kv;
  #pending: Pending[] = [];
  readonly #underWay = new Set<Batch>();
  readonly #stats: CommitStats = { writes: 0, commits: 0, refusedCommits: 0 };

  /**
   * Makes an empty queue.
   *
   * @param kv Store that the commits go to.
   */
  constructor(kv: Deno.Kv) {
    this.#kv = kv;
  }

  /** What was done so far. */
  get stats(): Readonly<CommitStats> {
    return this.#stats;
  }

  /**
   * Commits one write, together with others that are waiting.
   *
   * @throws {TypeError} When the store refuses a key, a value or a size.
   */
  commit(write: Write): Promise<Outcome> {
    this.#stats.writes++;
    return new Promise((resolve, reject) => {
      this.#pending.push({ write, resolve, reject });
      this.#fill();
    });
  }

  /** Sends off what is pending while the store has room. */
  #fill(): void {
    while (this.#pending.length > 0 && this.#underWay.size < MAX_UNDER_WAY) {
      const batch = new Batch();
      this.#pending = this.#pending.filter((item) =>
        this.#isBlocked(item.write) || !batch.add(item)
      );
      if (batch.items.length === 0) return;
      this.#underWay.add(batch);
      void this.#settle(batch).then(() => {
        this.#underWay.delete(batch);
        this.#fill();
      });
    }
  }

  /** Says whether the outcome of a write hangs on a commit under way. */
  #isBlocked(write: Write): boolean {
    for (const batch of this.#underWay) if (batch.concerns(write)) return true;
    return false;
  }

  async #settle(batch: Batch): Promise<void> {
    const { items } = batch;
    try {
      const outcome = await this.#write(items.map((item) => item.write));
      if (outcome.ok) this.#failOutdated(batch, outcome.versionstamp);
      if (outcome.ok || items.length === 1) {
        return items.forEach((item) => item.resolve(outcome));
      }
    } catch (error) {
      // One write that the store refuses must not fail the others.
      const isOneRefused = error instanceof TypeError && !isLocked(error);
      if (items.length === 1 || !isOneRefused) {
        return items.forEach((item) => item.reject(error));
      }
    }
    for (const item of items) {
      const alone = new Batch();
      alone.add(item);
      await this.#settle(alone);
    }
  }

  /** Left in, these would fail a whole gathered commit. */
  #failOutdated(batch: Batch, versionstamp: string): void {
    this.#pending = this.#pending.filter(({ write, resolve }) => {
      const isOutdated = batch.outdates(write, versionstamp);
      if (isOutdated) resolve(FAILED);
      return !isOutdated;
    });
  }

  async #write(writes: readonly Write[]): Promise<Outcome> {
    const result = await retryLocked(() => {
      this.#stats.commits++;
      const atomic = this.#kv.atomic();
      for (const { checks, mutations } of writes) {
        if (checks) atomic.check(...checks);
        for (const mutation of mutations) this.#apply(atomic, mutation);
      }
      return atomic.commit();
    });
    if (result.ok) return { ok: true, versionstamp: result.versionstamp };
    this.#stats.refusedCommits++;
    return FAILED;
  }

  #apply(atomic: Deno.AtomicOperation, mutation: Mutation): void {
    switch (mutation.type) {
      case "set":
        atomic.set(mutation.key, mutation.value, expiry(mutation.expireInMs));
        break;
      case "delete":
        atomic.delete(mutation.key);
        break;
      case "add":
        atomic.sum(mutation.key, BigInt.asUintN(64, BigInt(mutation.amount)));
        break;
      case "append":
        atomic.set(
          [...mutation.prefix, this.#kv.commitVersionstamp()],
          mutation.value,
          expiry(mutation.expireInMs),
        );
    }
  }
}

function expiry(expireInMs: number | undefined): { expireIn?: number } {
  return expireInMs === undefined ? {} : { expireIn: expireInMs };
}
