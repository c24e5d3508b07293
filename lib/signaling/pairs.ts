/**
 * Finding, renewing and ending pairs, and writing for them while they live.
 *
 * What this process ends is over at once; what another instance ends is
 * noticed within {@link REMEMBER_MS} by readers, and at once by writers.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { KeyedMutex } from "@/lib/kv/keyed_mutex.ts";
import type { Outcome, Write } from "@/lib/kv/write.ts";
import type { Store } from "@/lib/kv/store.ts";
import { signalingKeys } from "./keys.ts";
import { sweepFirstOffer } from "./first_offer.ts";
import { removeLeftovers, sweepLeftovers } from "./leftovers.ts";
import {
  isOver,
  isRenewalDue,
  lifeEndAt,
  type Pair,
  type PairEntry,
  type PairLeaving,
  pairLeft,
} from "./pair.ts";
import { PairMemory } from "./pair_memory.ts";

/**
 * What became of a write for a pair: `refused` when one of its own checks
 * failed, `ended` when the pair was over.
 */
export type PairWriteOutcome = "written" | "refused" | "ended";

/** Pairs ended at once by the sweep; about what one gathered commit takes. */
const SWEEP_CHUNK = 40;

/** Reads, renews and ends pairs. */
export class Pairs {
  readonly #store: Store;
  readonly #now: Clock;
  readonly #memory = new PairMemory();
  /** Members who leave at one moment end their pair once, and lose no race. */
  readonly #ends = new KeyedMutex();

  /**
   * Makes a reader that remembers no pair yet.
   *
   * @param store Where pairs are kept.
   * @param now Tells the time.
   */
  constructor(store: Store, now: Clock) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * Finds a living pair and counts this as a use of it.
   *
   * @returns `null` when there is none, or its life is over.
   */
  use(pairId: string): Promise<Pair | null> {
    const now = this.#now();
    const known = this.#recall(pairId, now);
    return known === undefined
      ? this.#readAndUse(pairId, now)
      : this.#used(known, now);
  }

  /** Finds the living pair that an index entry points to. */
  of({ value: pairId }: Deno.KvEntryMaybe<string>): Promise<Pair | null> {
    return pairId === null ? Promise.resolve(null) : this.use(pairId);
  }

  /** Finds the living pair that somebody is in; `null` for none. */
  async ofVisitor(anonId: string): Promise<Pair | null> {
    const key = signalingKeys.pairByAnon(anonId);
    return await this.of(await this.#store.get<string>(key));
  }

  /** Takes note of a pair that was just written, to save the first read. */
  noteCreated(pair: Pair, versionstamp: string): void {
    const key = signalingKeys.pair(pair.pairId);
    this.#memory.note({ key, value: pair, versionstamp }, this.#now());
  }

  /**
   * Writes something that belongs to a pair, in one commit with the check that
   * the pair lives. So nothing can be written for it after its end.
   */
  async write(pairId: string, write: Write): Promise<PairWriteOutcome> {
    const now = this.#now();
    let entry = this.#recall(pairId, now);
    if (entry === undefined) entry = await this.#read(pairId, now);
    while (entry !== null) {
      const { checks: own } = write;
      const checks = own === undefined ? [entry] : [entry, ...own];
      const { ok } = await this.#store.commit({ ...write, checks });
      if (ok) return "written";
      const current = await this.#read(pairId, this.#now());
      if (current?.versionstamp === entry.versionstamp) return "refused";
      // It was renewed meanwhile, or it ended.
      entry = current;
    }
    return "ended";
  }

  /**
   * Ends a pair, for both, and removes what was written for it.
   *
   * @param skipperId The member who leaves for somebody else, if any does.
   * @returns Whether it was this call that ended it.
   */
  async end(pairId: string, skipperId?: string): Promise<boolean> {
    const pair = await this.endOnly(pairId, skipperId);
    if (pair === null) return false;
    await this.clearAway(pair);
    return true;
  }

  /**
   * Ends a pair, for both. What was written for it is left for
   * {@link Pairs.clearAway}, unless the store is owned; should that never be
   * called, for the sweep.
   *
   * @param skipperId As for {@link Pairs.end}.
   * @returns The pair; `null` when it had ended before.
   */
  async endOnly(pairId: string, skipperId?: string): Promise<Pair | null> {
    return await this.#ends.run(
      pairId,
      () => this.#endCurrent(pairId, skipperId),
    );
  }

  /**
   * Lets somebody end a pair together with what they go on to; whoever else
   * ends it here waits for that. For an owned store, where one write may tell a
   * member of the end and of what comes next.
   *
   * @param skipperId As for {@link Pairs.end}.
   * @param leave Does it by {@link Pairs.commit}; tells what they went on to, or
   * `null` when it was not done.
   * @returns The same; `null` also when the pair had ended before.
   */
  async endWith<T>(
    pairId: string,
    skipperId: string,
    leave: (leaving: PairLeaving) => Promise<T | null>,
  ): Promise<T | null> {
    return await this.#ends.run(pairId, async () => {
      const entry = await this.#readToEnd(pairId);
      if (entry === null) return null;
      return await leave(await this.#leavingOf(entry, skipperId));
    });
  }

  /**
   * Commits a write that ends a pair as well, if one is left by it.
   *
   * @returns `ok: false` also when the pair was used or ended meanwhile.
   */
  commit(write: Write, leaving?: PairLeaving): Promise<Outcome> {
    return leaving === undefined
      ? this.#store.commit(write)
      : this.#commitLeaving(write, leaving);
  }

  async #commitLeaving(write: Write, leaving: PairLeaving): Promise<Outcome> {
    const left = pairLeft(leaving, this.#now());
    const outcome = await this.#store.commit({
      ...write,
      checks: [...left.checks, ...write.checks ?? []],
      mutations: [...left.mutations, ...write.mutations],
    });
    if (outcome.ok) this.#memory.noteEnded(leaving.entry.value.pairId);
    return outcome;
  }

  /**
   * Removes what was written for a pair that has ended, unless it went with the
   * pair, as in an owned store.
   */
  async clearAway({ pairId, callerId, calleeId }: Pair): Promise<void> {
    if (this.#store.isOwned) return;
    const members = [callerId, calleeId];
    await removeLeftovers(this.#store, { pairId, members });
  }

  /**
   * Ends the pairs that nobody used for their life time, and removes what
   * ended ones left behind and first offers whose own life is over. Works
   * through them in small steps, so that requests get their turn in between.
   *
   * @returns How many were ended.
   */
  async sweep(): Promise<number> {
    let endedCount = 0;
    let chunk: PairEntry[] = [];
    const endChunk = async () => {
      const ended = await Promise.all(chunk.map((it) => this.#endUnused(it)));
      endedCount += ended.filter(Boolean).length;
      chunk = [];
    };
    const listing = this.#store.list<Pair>({ prefix: signalingKeys.pairs() }, {
      batchSize: 500,
    });
    for await (const entry of listing) {
      if (isOver(entry.value, this.#now())) chunk.push(entry);
      else await sweepFirstOffer(this.#store, entry.value, this.#now());
      if (chunk.length === SWEEP_CHUNK) await endChunk();
    }
    await endChunk();
    await sweepLeftovers(this.#store);
    return endedCount;
  }

  /** Ends a pair as it is now; `null` when it has ended already. */
  async #endCurrent(pairId: string, skipperId?: string): Promise<Pair | null> {
    while (true) {
      const entry = await this.#readToEnd(pairId);
      if (entry === null) return null;
      if (await this.#endEntry(entry, skipperId)) return entry.value;
    }
  }

  /** Reads a pair, living or not; `null` when it has ended already. */
  async #readToEnd(pairId: string): Promise<PairEntry | null> {
    const entry = await this.#store.get<Pair>(signalingKeys.pair(pairId));
    if (entry.versionstamp !== null) return entry;
    this.#memory.noteAbsent(pairId);
    return null;
  }

  /** Ends a pair whose life ran out, unless somebody uses or ends it. */
  async #endUnused(entry: PairEntry): Promise<boolean> {
    const hasEnded = await this.#endEntry(entry);
    if (hasEnded) await this.clearAway(entry.value);
    return hasEnded;
  }

  async #endEntry(entry: PairEntry, skipperId?: string): Promise<boolean> {
    const leaving = await this.#leavingOf(entry, skipperId);
    return (await this.commit({ mutations: [] }, leaving)).ok;
  }

  async #leavingOf(entry: PairEntry, skipperId?: string): Promise<PairLeaving> {
    const { pairId, callerId, calleeId } = entry.value;
    const indexes = await this.#store.getMany<[string, string]>([
      signalingKeys.pairByAnon(callerId),
      signalingKeys.pairByAnon(calleeId),
    ]);
    // A member whose pair ran out may be in another call already.
    const own = indexes.filter((index) => index.value === pairId);
    const canClear = this.#store.isOwned;
    return { entry, indexes: own, skipperId, canClear };
  }

  async #readAndUse(pairId: string, now: number): Promise<Pair | null> {
    return await this.#used(await this.#read(pairId, now), now);
  }

  /** Renews a living pair when that is due; nearly always it is not. */
  #used(entry: PairEntry | null, now: number): Promise<Pair | null> {
    return entry !== null && isRenewalDue(entry.value, now)
      ? this.#renew(entry, now)
      : Promise.resolve(entry && entry.value);
  }

  /** Recalls a living pair; `undefined` when it has to be read. */
  #recall(pairId: string, now: number): PairEntry | null | undefined {
    const known = this.#memory.recall(pairId, now);
    return known && isOver(known.value, now) ? null : known;
  }

  /** Reads a living pair. */
  async #read(pairId: string, now: number): Promise<PairEntry | null> {
    const entry = await this.#store.get<Pair>(signalingKeys.pair(pairId));
    if (entry.versionstamp === null) {
      this.#memory.noteAbsent(pairId);
      return null;
    }
    this.#memory.note(entry, now);
    // The memory knows better when the pair ended here during the read.
    return this.#recall(pairId, now) ?? null;
  }

  async #renew(entry: PairEntry, now: number): Promise<Pair | null> {
    const value = { ...entry.value, expiresAt: lifeEndAt(now) };
    const { ok, versionstamp } = await this.#store.commit({
      checks: [entry],
      mutations: [{ type: "set", key: entry.key, value }],
    });
    if (ok) {
      this.#memory.note({ ...entry, value, versionstamp }, now);
      return value;
    }
    return (await this.#read(value.pairId, now))?.value ?? null;
  }
}
