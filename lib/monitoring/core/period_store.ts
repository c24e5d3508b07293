/**
 * Stored periods, and the marks that say which ones to compute again.
 *
 * @module
 */

import type { Mutation } from "@/lib/kv/write.ts";
import type { Store } from "@/lib/kv/store.ts";
import { MAX_COMMIT_BYTES, packRuns } from "./pack.ts";
import type { PeriodKeys } from "./period_keys.ts";
import type { PeriodKind, PeriodStart } from "./period_kind.ts";
import {
  keepMsOf,
  PARENT_TIER,
  periodStart,
  type Span,
  type TierName,
} from "./tiers.ts";

/** Says that a period must be computed again. */
export interface DirtyMark {
  /** Start of the period, Unix milliseconds. */
  startAt: number;
  /** Version of the mark: whatever is written later brings a new one. */
  versionstamp: string;
}

/** One value of a stored period. */
type StoredPart<P> = Partial<P> & {
  /** Version of the mark it was computed for: the same in all of one write. */
  computedFor?: string;
};

/** What {@link PeriodStore.write} is given. */
export interface PeriodWrite<P> {
  /** Length of the period. */
  tier: TierName;
  /** The period. */
  period: P;
  /** The mark that was there before the period was computed. */
  mark: DirtyMark;
  /** Current time, Unix milliseconds. */
  now: number;
}

/**
 * The change that marks the period of a moment, to be made in one commit with
 * what makes it dirty.
 *
 * @param keys Keys of this kind of periods.
 * @param tier Length of the period.
 * @param atMs The moment, Unix milliseconds.
 * @param keepMs How long records are kept: later there is nothing to compute.
 */
export function dirtyMark(
  keys: PeriodKeys,
  tier: TierName,
  { atMs, keepMs }: { atMs: number; keepMs: number },
): Mutation {
  const key = keys.dirty(tier, periodStart(tier, atMs));
  return { type: "set", key, value: 1, expireInMs: keepMs };
}

/** Reads and writes the periods of one kind. */
export class PeriodStore<R, P extends PeriodStart> {
  readonly #store: Store;
  readonly #kind: PeriodKind<R, P>;

  /** Keeps the periods of `kind` in `store`. */
  constructor(store: Store, kind: PeriodKind<R, P>) {
    this.#store = store;
    this.#kind = kind;
  }

  /** Lists the marks of a tier, oldest period first. */
  async listDirty(tier: TierName): Promise<DirtyMark[]> {
    const marks: DirtyMark[] = [];
    const prefix = this.#kind.keys.dirtyIn(tier);
    for await (const { key, versionstamp } of this.#store.list({ prefix })) {
      marks.push({ startAt: key.at(-1) as number, versionstamp });
    }
    return marks;
  }

  /** Lists stored periods, oldest first. */
  async *list(tier: TierName, { fromMs, toMs }: Span): AsyncGenerator<P> {
    if (toMs <= fromMs) return;
    const { keys } = this.#kind;
    const entries = this.#store.list<StoredPart<P>>({
      start: keys.periodsFrom(tier, fromMs),
      end: keys.periodsFrom(tier, toMs),
    });
    let startAt: number | undefined;
    let parts: StoredPart<P>[] = [];
    for await (const { key, value } of entries) {
      if (key[2] !== startAt) {
        if (startAt !== undefined) yield* this.#join(startAt, parts);
        startAt = key[2] as number;
        parts = [];
      }
      parts.push(value);
    }
    if (startAt !== undefined) yield* this.#join(startAt, parts);
  }

  /**
   * Stores a period, takes its mark away and marks the period it is a part of.
   *
   * Each commit checks the mark: whoever computed before the latest record came
   * writes nothing, and instances that work at once write the same.
   *
   * @returns `false` when the mark had changed; then there is still work to do.
   */
  async write(write: PeriodWrite<P>): Promise<boolean> {
    const { tier, period, mark } = write;
    const key = this.#kind.keys.dirty(tier, period.startAt);
    const checks = [{ key, versionstamp: mark.versionstamp }];
    const parts = this.#kind.split(period);
    const commits = packRuns(
      parts.map(({ value, sizeBytes }, part) => ({
        value: this.#setPart(write, part, value),
        sizeBytes,
      })),
      MAX_COMMIT_BYTES,
    );
    const end = await this.#endMutations(write, parts.length);
    for (const [i, { value, sizeBytes }] of commits.entries()) {
      const isLast = i === commits.length - 1;
      const mutations = isLast ? [...value, ...end] : value;
      const { ok } = await this.#store.commit({ checks, mutations, sizeBytes });
      if (!ok) return false;
    }
    return true;
  }

  /** Takes a mark away, unless more was written meanwhile. */
  async clearMark(
    tier: TierName,
    { startAt, versionstamp }: DirtyMark,
  ): Promise<void> {
    const key = this.#kind.keys.dirty(tier, startAt);
    await this.#store.commit({
      checks: [{ key, versionstamp }],
      mutations: [{ type: "delete", key }],
    });
  }

  /** When a period was last written, Unix milliseconds; `null` for never. */
  async lastRolledUpAt(): Promise<number | null> {
    return (await this.#store.get<number>(this.#kind.keys.rolledUpAt())).value;
  }

  /**
   * A write of several commits that was cut short leaves parts of two writes,
   * which would count some things twice: such a period counts as not stored.
   * Its mark is still there.
   */
  *#join(startAt: number, parts: readonly StoredPart<P>[]): Generator<P> {
    const isWhole = parts.every(({ computedFor }) =>
      computedFor === parts[0]!.computedFor
    );
    if (isWhole) yield this.#kind.join(startAt, parts);
  }

  #setPart(
    { tier, period, mark }: PeriodWrite<P>,
    part: number,
    content: Partial<P>,
  ): Mutation {
    const { keys, recordKeepMs } = this.#kind;
    const value: StoredPart<P> = {
      ...content,
      computedFor: mark.versionstamp,
    };
    const key = keys.periodPart(tier, period.startAt, part);
    return {
      type: "set",
      key,
      value,
      expireInMs: keepMsOf(tier, recordKeepMs),
    };
  }

  /** What the last commit of a period does beside storing its end. */
  async #endMutations(
    { tier, period: { startAt }, now }: PeriodWrite<P>,
    partCount: number,
  ): Promise<Mutation[]> {
    const { keys, recordKeepMs: keepMs } = this.#kind;
    const mutations: Mutation[] = [
      { type: "delete", key: keys.dirty(tier, startAt) },
      { type: "set", key: keys.rolledUpAt(), value: now },
    ];
    const parent = PARENT_TIER[tier];
    if (parent !== null) {
      mutations.push(dirtyMark(keys, parent, { atMs: startAt, keepMs }));
    }
    // Parts that an earlier, larger split left behind would count twice.
    const stale = this.#store.list({
      start: keys.periodPart(tier, startAt, partCount),
      end: keys.periodsFrom(tier, startAt + 1),
    });
    for await (const { key } of stale) mutations.push({ type: "delete", key });
    return mutations;
  }
}
