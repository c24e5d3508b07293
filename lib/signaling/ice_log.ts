/**
 * ICE candidates: one append-only log for each side of a pair.
 *
 * Entries are keyed by the versionstamp of their commit, so the order of the
 * log is the order of the commits, whichever instance wrote them, and nothing
 * can appear before something that was read already.
 *
 * @module
 */

import type { IceCandidate } from "@/lib/protocol/candidate.ts";
import type { Side } from "@/lib/protocol/role.ts";
import { signalingKeys } from "./keys.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import { KeyedMutex } from "@/lib/kv/keyed_mutex.ts";
import type { Store } from "@/lib/kv/store.ts";

/** Candidates that were posted together, in the order they were gathered. */
export type CandidateBatch = IceCandidate[];

/** How far a log was handed out by consuming reads. */
export interface ReadMark {
  /** Number of candidates handed out. */
  count: number;
}

/**
 * A log lives as long as its pair and is removed with it; positions in it stay
 * true only while all of it is there. This is merely the net for entries that
 * were written while their pair ended.
 */
const ORPHAN_LIFE_MS = 24 * 3_600_000;

/** What a candidate takes besides its text, in characters. */
const DICTIONARY_CHARS = 100;

/**
 * Most that one side may log, in characters: some 4,000 candidates, where a
 * call has 20. Every read goes through the whole log, so it must have an end.
 */
const MAX_LOG_CHARS = 1_000_000;

/** Logs whose size is remembered; the oldest are forgotten, in their favor. */
const MAX_REMEMBERED = 10_000;

/** Appends and reads candidates. */
export class IceLog {
  readonly #store: Store;
  /** Readers in this process; those elsewhere are told apart by the store. */
  readonly #readers = new KeyedMutex();
  /** Characters that this process appended, by log. */
  readonly #sizes = new Map<string, number>();

  /**
   * Works on the logs of a store.
   *
   * @param store Where logs are kept.
   */
  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Appends candidates of one side.
   *
   * @param also Changes to make in the same commit.
   * @returns `false` when the log is full.
   */
  async append(
    pairId: string,
    side: Side,
    candidates: IceCandidate[],
    also: readonly Mutation[] = [],
  ): Promise<boolean> {
    const sizeChars = charsOf(candidates);
    if (!this.#reserve(`${pairId} ${side}`, sizeChars)) return false;
    await this.#store.commit({
      mutations: [{
        type: "append",
        prefix: signalingKeys.ice(pairId, side),
        value: candidates,
        expireInMs: ORPHAN_LIFE_MS,
      }, ...also],
      sizeBytes: sizeChars * 2,
    });
    return true;
  }

  /**
   * Reads one side's candidates from a position on; consumes nothing.
   *
   * @param after How many candidates the reader has already.
   */
  async readAfter(
    pairId: string,
    side: Side,
    after: number,
  ): Promise<IceCandidate[]> {
    return (await this.#readAll(pairId, side)).slice(after);
  }

  /**
   * Reads the candidates of one commit; consumes nothing.
   *
   * @param versionstamp Version of the commit that appended them.
   * @returns `null` when they are gone.
   */
  async readBatch(
    pairId: string,
    side: Side,
    versionstamp: string,
  ): Promise<IceCandidate[] | null> {
    const key = signalingKeys.iceBatch(pairId, side, versionstamp);
    return (await this.#store.get<CandidateBatch>(key)).value;
  }

  /**
   * Hands out what is unread, each candidate to exactly one reader, however
   * many read at once.
   */
  take(pairId: string, side: Side): Promise<IceCandidate[]> {
    return this.#readers.run(
      `${pairId} ${side}`,
      () => this.#take(pairId, side),
    );
  }

  #reserve(log: string, sizeChars: number): boolean {
    const total = (this.#sizes.get(log) ?? 0) + sizeChars;
    if (total > MAX_LOG_CHARS) return false;
    if (this.#sizes.size >= MAX_REMEMBERED && !this.#sizes.has(log)) {
      this.#sizes.delete(this.#sizes.keys().next().value!);
    }
    this.#sizes.set(log, total);
    return true;
  }

  async #take(pairId: string, side: Side): Promise<IceCandidate[]> {
    const key = signalingKeys.iceRead(pairId, side);
    while (true) {
      const [mark, all] = await Promise.all([
        this.#store.get<ReadMark>(key),
        this.#readAll(pairId, side),
      ]);
      const unread = all.slice(mark.value?.count ?? 0);
      if (unread.length === 0) return [];
      const value: ReadMark = { count: all.length };
      const { ok } = await this.#store.commit({
        checks: [mark],
        mutations: [{ type: "set", key, value, expireInMs: ORPHAN_LIFE_MS }],
      });
      if (ok) return unread;
    }
  }

  async #readAll(pairId: string, side: Side): Promise<IceCandidate[]> {
    const listing = this.#store.list<CandidateBatch>(
      { prefix: signalingKeys.ice(pairId, side) },
      { batchSize: 200 },
    );
    const all: IceCandidate[] = [];
    for await (const { value } of listing) all.push(...value);
    return all;
  }
}

function charsOf(candidates: readonly IceCandidate[]): number {
  return candidates.reduce((sum, one) => {
    const text = typeof one === "string" ? one : one.candidate;
    return sum + text.length + DICTIONARY_CHARS;
  }, 0);
}
