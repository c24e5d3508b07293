/**
 * ICE candidates: one append-only log for each side of a pair.
 *
 * Entries are keyed by the versionstamp of their commit, so the order of the
 * log is the order of the commits, whichever instance wrote them, and nothing
 * can appear before something that was read already. Readers get a page at a
 * time and ask again; a page costs the same wherever in the log it begins.
 *
 * @module
 */

import type { IceCandidate } from "@/lib/protocol/candidate.ts";
import type { Side } from "@/lib/protocol/role.ts";
import type { Mutation, Write } from "@/lib/kv/write.ts";
import { KeyedMutex } from "@/lib/kv/keyed_mutex.ts";
import type { Store } from "@/lib/kv/store.ts";
import { rung } from "./inbox.ts";
import { signalingKeys } from "./keys.ts";
import { type LogPosition, LogPositions } from "./log_positions.ts";
import { LogSizes } from "./log_sizes.ts";
import type { Pairs, PairWriteOutcome } from "./pairs.ts";

/** Candidates that were posted together, in the order they were gathered. */
export type CandidateBatch = IceCandidate[];

/** Candidates that were posted together, as read. */
export interface ReadPost {
  /** Versionstamp of their commit: 20 hexadecimal digits, sorting by age. */
  id: string;
  /** The candidates. */
  candidates: CandidateBatch;
}

/** How far a log was handed out by consuming reads. */
export interface ReadMark {
  /** Number of candidates handed out. */
  count: number;
}

/** What became of candidates: `full` when the log would grow too long. */
export type AppendOutcome = PairWriteOutcome | "full";

/** Candidates from one place in a log on. */
interface Page {
  candidates: IceCandidate[];
  /** Whether nothing comes after them. */
  isLast: boolean;
}

/** Candidates that were posted together. */
interface Post {
  batch: CandidateBatch;
  /** The place behind them. */
  end: LogPosition;
}

/**
 * A log lives as long as its pair and is removed with it. This is merely the
 * net for a site that is switched off in between and not started again.
 */
const ORPHAN_LIFE_MS = 24 * 3_600_000;

/** What a candidate takes besides its texts, in characters. */
const DICTIONARY_CHARS = 100;

/**
 * A page ends with the post that brings it to this size, in characters. A call
 * has some 20 candidates, which are 5,000.
 */
const PAGE_CHARS = 16_000;

/** Posts read at once; more than a call has, and than most pages hold. */
const READ_SIZE = 64;

/** Appends and reads candidates. */
export class IceLog {
  readonly #store: Store;
  readonly #pairs: Pairs;
  /** Readers in this process; those elsewhere are told apart by the store. */
  readonly #readers = new KeyedMutex();
  readonly #sizes = new LogSizes();
  readonly #positions = new LogPositions(PAGE_CHARS);

  /**
   * Works on the logs of a store.
   *
   * @param store Where logs are kept.
   * @param pairs The pairs they are for.
   */
  constructor(store: Store, pairs: Pairs) {
    this.#store = store;
    this.#pairs = pairs;
  }

  /**
   * Appends candidates of one side, while the pair lives.
   *
   * @param readerId Who hears of it: the peer; left out, nobody does.
   */
  append(
    pairId: string,
    side: Side,
    candidates: IceCandidate[],
    readerId?: string,
  ): Promise<AppendOutcome> {
    const sizeChars = charsOf(candidates);
    const prefix = signalingKeys.ice(pairId, side);
    const look = () => this.#sizeOf(prefix);
    const reserved = this.#sizes.reserve({ pairId, side }, sizeChars, look);
    const mutations: Mutation[] = [{
      type: "append",
      prefix,
      value: candidates,
      expireInMs: ORPHAN_LIFE_MS,
    }];
    if (readerId !== undefined) mutations.push(rung(readerId));
    const write: Write = {
      mutations,
      sizeBytes: sizeChars * 2,
    };
    return reserved === true
      ? this.#pairs.write(pairId, write)
      : this.#writeIf(reserved, pairId, write);
  }

  async #writeIf(
    hasRoom: false | Promise<boolean>,
    pairId: string,
    write: Write,
  ): Promise<AppendOutcome> {
    return await hasRoom ? await this.#pairs.write(pairId, write) : "full";
  }

  /**
   * Reads a page of one side's candidates from a position on; consumes
   * nothing.
   *
   * @param after How many candidates the reader has already.
   * @returns None only when there are none yet.
   */
  async readAfter(
    pairId: string,
    side: Side,
    after: number,
  ): Promise<IceCandidate[]> {
    const page = await this.#page(signalingKeys.ice(pairId, side), after);
    return page.candidates;
  }

  /**
   * Reads a page of posts behind one of them; consumes nothing.
   *
   * @param after Versionstamp of that post's commit.
   */
  async postsAfter(
    pairId: string,
    side: Side,
    after: string,
  ): Promise<{ posts: ReadPost[]; isLast: boolean }> {
    const prefix = signalingKeys.ice(pairId, side);
    const page = await this.#entriesBehind(prefix, after);
    const posts = page.map(({ key, value: candidates }) => ({
      id: key.at(-1) as string,
      candidates,
    }));
    return { posts, isLast: page.length < READ_SIZE };
  }

  /**
   * Hands out a page of what is unread, each candidate to exactly one reader,
   * however many read at once.
   */
  take(pairId: string, side: Side): Promise<IceCandidate[]> {
    return this.#readers.run(
      `${pairId} ${side}`,
      () => this.#take(pairId, side),
    );
  }

  async #take(pairId: string, side: Side): Promise<IceCandidate[]> {
    const prefix = signalingKeys.ice(pairId, side);
    const key = signalingKeys.iceRead(pairId, side);
    while (true) {
      // Both at once: most logs are one page, and then one trip is enough.
      const [mark, first] = await Promise.all([
        this.#store.get<ReadMark>(key),
        this.#page(prefix, 0),
      ]);
      const count = mark.value?.count ?? 0;
      const unread = count === 0 || first.isLast
        ? first.candidates.slice(count)
        : (await this.#page(prefix, count)).candidates;
      if (unread.length === 0) return [];
      const value: ReadMark = { count: count + unread.length };
      const outcome = await this.#pairs.write(pairId, {
        checks: [mark],
        mutations: [{ type: "set", key, value, expireInMs: ORPHAN_LIFE_MS }],
      });
      if (outcome === "written") return unread;
      if (outcome === "ended") return [];
    }
  }

  async #page(prefix: Deno.KvKey, after: number): Promise<Page> {
    let place = this.#positions.before(nameOf(prefix), after);
    const candidates: IceCandidate[] = [];
    let sizeChars = 0;
    while (true) {
      const posts = await this.#readOn(prefix, place);
      for (const { batch, end } of posts) {
        const unread = batch.slice(Math.max(0, after - place.count));
        place = end;
        candidates.push(...unread);
        sizeChars += charsOf(unread);
        if (sizeChars >= PAGE_CHARS) return { candidates, isLast: false };
      }
      if (posts.length < READ_SIZE) return { candidates, isLast: true };
    }
  }

  /** Adds a log up, from the last place whose sum is known. */
  async #sizeOf(prefix: Deno.KvKey): Promise<number> {
    let place = this.#positions.before(nameOf(prefix), Infinity);
    while (true) {
      const posts = await this.#readOn(prefix, place);
      place = posts.at(-1)?.end ?? place;
      if (posts.length < READ_SIZE) return place.sizeChars;
    }
  }

  /** Reads some posts behind a place, noting the places that are passed. */
  async #readOn(prefix: Deno.KvKey, from: LogPosition): Promise<Post[]> {
    const entries = await this.#entriesBehind(prefix, from.stamp);
    const log = nameOf(prefix);
    let { count, sizeChars } = from;
    return entries.map(({ key, value: batch }) => {
      count += batch.length;
      sizeChars += charsOf(batch);
      const end = { count, sizeChars, stamp: key.at(-1) as string };
      this.#positions.note(log, end);
      return { batch, end };
    });
  }

  #entriesBehind(
    prefix: Deno.KvKey,
    stamp: string,
  ): Promise<Deno.KvEntry<CandidateBatch>[]> {
    // The first key behind the one that ends in `stamp`.
    const start = [...prefix, `${stamp}\0`];
    return this.#store.page({ prefix, start }, { limit: READ_SIZE });
  }
}

function nameOf([, pairId, side]: Deno.KvKey): string {
  return `${String(pairId)} ${String(side)}`;
}

function charsOf(candidates: readonly IceCandidate[]): number {
  let sum = DICTIONARY_CHARS * candidates.length;
  // By number: an iterator makes an object for each step.
  for (let i = 0; i < candidates.length; i++) {
    sum += textCharsOf(candidates[i]!);
  }
  return sum;
}

function textCharsOf(one: IceCandidate): number {
  if (typeof one === "string") return one.length;
  const { candidate, sdpMid, usernameFragment } = one;
  return candidate.length + (sdpMid?.length ?? 0) +
    (usernameFragment?.length ?? 0);
}
