/**
 * Gathers the writes of concurrent requests into few commits.
 *
 * A commit to a KV on disk costs about the same whether it carries one write
 * or fifty, so while one commit is under way the next ones are collected and
 * go together. Semantics stay those of separate commits: see {@link CommitQueue}.
 *
 * @module
 */

import { Batch, batchOf, type Pending } from "./batch.ts";
import { keyText } from "./key_text.ts";
import { retryLocked } from "./retry_locked.ts";
import { isStoreFailure } from "./store_failure.ts";
import type { Change, Outcome, Write } from "./write.ts";

/** What a queue has done since it was made. */
export interface CommitStats {
  /** Writes asked for. */
  writes: number;
  /** Commits sent to the store, gathered ones counted once. */
  commits: number;
  /** Commits that the store refused because a check failed. */
  refusedCommits: number;
  /** Writes that came to nothing because one of their checks failed. */
  lostWrites: number;
}

/** Stats of a store that has done nothing yet. */
export function noCommits(): CommitStats {
  return { writes: 0, commits: 0, refusedCommits: 0, lostWrites: 0 };
}

/** Keys that Deno KV reads at once. */
const MAX_READS = 10;

/**
 * Commits handed to the store at once: while it works on one, the answers to
 * the last one are dealt with and the next one waits at its door.
 */
const MAX_UNDER_WAY = 2;

const FAILED: Outcome = { ok: false, versionstamp: "" };

/**
 * Commits writes in as few store commits as their independence allows.
 *
 * Every write still succeeds or fails by itself: when a gathered commit is
 * refused, the writes whose checks no longer hold fail and the others are
 * committed again together. Writes whose outcome depends on each other never
 * share a commit.
 */
export class CommitQueue {
  readonly #kv: Deno.Kv;
  readonly #beforeCommit: () => void;
  #pending: Pending[] = [];
  readonly #underWay = new Set<Batch>();
  readonly #stats: CommitStats = noCommits();

  /**
   * Makes an empty queue.
   *
   * @param kv Store that the commits go to.
   * @param beforeCommit Called before each commit; what it throws keeps it
   * from being sent.
   */
  constructor(kv: Deno.Kv, beforeCommit: () => void = () => {}) {
    this.#kv = kv;
    this.#beforeCommit = beforeCommit;
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
  commit(write: Write<Change>): Promise<Outcome> {
    this.#stats.writes++;
    return new Promise((resolve, reject) => {
      const settle = (outcome: Outcome) => {
        if (!outcome.ok) this.#stats.lostWrites++;
        resolve(outcome);
      };
      this.#pending.push({ write, resolve: settle, reject });
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
  #isBlocked(write: Write<Change>): boolean {
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
      return await this.#settleWinners(items);
    } catch (error) {
      // One write that the store refuses must not fail the others. Where the
      // store itself failed the commit may have been made: made once more,
      // it would count twice.
      const isOneRefused = error instanceof TypeError && !isStoreFailure(error);
      if (items.length === 1 || !isOneRefused) {
        return items.forEach((item) => item.reject(error));
      }
    }
    await this.#settleOneByOne(items);
  }

  /**
   * Fails the writes whose checks do not hold now and commits the others. The
   * store does not say which check failed, so they are all read again.
   */
  async #settleWinners(items: readonly Pending[]): Promise<void> {
    const isLost = await this.#losers(items);
    const winners = items.filter((item) => {
      const loses = isLost(item.write);
      if (loses) item.resolve(FAILED);
      return !loses;
    });
    // What was changed may have been changed back: then only trying tells.
    if (winners.length === items.length) {
      return await this.#settleOneByOne(items);
    }
    if (winners.length > 0) await this.#settle(batchOf(winners));
  }

  async #settleOneByOne(items: readonly Pending[]): Promise<void> {
    for (const item of items) await this.#settle(batchOf([item]));
  }

  /** Reads what the writes check; tells of each whether it is lost. */
  async #losers(
    items: readonly Pending[],
  ): Promise<(write: Write<Change>) => boolean> {
    const checked = new Map<string, Deno.KvKey>();
    for (const { write: { checks = [] } } of items) {
      for (const { key } of checks) checked.set(keyText(key), key);
    }
    const keys = [...checked.values()];
    const pages: Promise<Deno.KvEntryMaybe<unknown>[]>[] = [];
    for (let i = 0; i < keys.length; i += MAX_READS) {
      const page = keys.slice(i, i + MAX_READS);
      pages.push(retryLocked(() => this.#kv.getMany<unknown[]>(page)));
    }
    const current = new Map(
      (await Promise.all(pages)).flat()
        .map(({ key, versionstamp }) => [keyText(key), versionstamp]),
    );
    return ({ checks = [] }) =>
      checks.some(({ key, versionstamp }) =>
        versionstamp !== current.get(keyText(key))
      );
  }

  /** Left in, these would fail a whole gathered commit. */
  #failOutdated(batch: Batch, versionstamp: string): void {
    this.#pending = this.#pending.filter(({ write, resolve }) => {
      const isOutdated = batch.outdates(write, versionstamp);
      if (isOutdated) resolve(FAILED);
      return !isOutdated;
    });
  }

  async #write(writes: readonly Write<Change>[]): Promise<Outcome> {
    const result = await retryLocked(() => {
      this.#beforeCommit();
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

  #apply(atomic: Deno.AtomicOperation, mutation: Change): void {
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
