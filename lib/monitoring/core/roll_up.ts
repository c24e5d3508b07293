/**
 * Rolls records up to five minutes, hours and days.
 *
 * A period is computed wholly from its parts, each time. Which ones to compute
 * is told by marks that are written in one commit with new parts, so nothing is
 * missed after a pause and nothing is counted twice.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { PeriodKind, PeriodStart } from "./period_kind.ts";
import { type DirtyMark, PeriodStore } from "./period_store.ts";
import { RecentMinutes } from "./recent_minutes.ts";
import {
  CHILD_TIER,
  keepMsOf,
  PARENT_TIER,
  periodStart,
  type Span,
  spanOf,
  TIER_NAMES,
  type TierName,
  TIERS,
} from "./tiers.ts";

/** Starts of the periods that are not stored as they are now. */
type DirtyPeriods = Readonly<Record<TierName, Set<number>>>;

/** Computes periods, and reads them as if all were computed. */
export class RollUp<R, P extends PeriodStart> {
  /** The last minutes, to the second. */
  readonly recent: RecentMinutes<R, P>;
  readonly #kind: PeriodKind<R, P>;
  readonly #store: Store;
  readonly #periods: PeriodStore<R, P>;
  readonly #now: Clock;

  /** Works on what `store` holds at the time of `now`. */
  constructor(kind: PeriodKind<R, P>, store: Store, now: Clock) {
    this.recent = new RecentMinutes(kind, store, now);
    this.#kind = kind;
    this.#store = store;
    this.#periods = new PeriodStore(store, kind);
    this.#now = now;
  }

  /**
   * Computes every period that has new parts, short ones first.
   *
   * Safe to run at any time, twice, late, and on several instances at once.
   *
   * @returns Periods written.
   * @throws Whatever the store throws; a later run makes up for it.
   */
  async run(): Promise<number> {
    let count = 0;
    for (const tier of TIER_NAMES) {
      for (const mark of await this.#periods.listDirty(tier)) {
        if (await this.#rollUp(tier, mark)) count++;
      }
    }
    return count;
  }

  /**
   * The periods of a span that have records, oldest first, all up to date. Those
   * that are too old to be kept are left out: the store may be late in
   * forgetting them.
   */
  async *periods(tier: TierName, { fromMs, toMs }: Span): AsyncGenerator<P> {
    const keepMs = keepMsOf(tier, this.#kind.recordKeepMs);
    const oldestMs = periodStart(tier, this.#now() - keepMs);
    const span = { fromMs: Math.max(fromMs, oldestMs), toMs };
    yield* this.#upToDate(tier, span, await this.#listDirty());
  }

  /** When a period was last written, Unix milliseconds; `null` for never. */
  lastRolledUpAt(): Promise<number | null> {
    return this.#periods.lastRolledUpAt();
  }

  /** End of the oldest period that is not rolled up; `null`: there is none. */
  async oldestDirtyEnd(): Promise<number | null> {
    const [oldest] = await this.#periods.listDirty("5m");
    return oldest ? oldest.startAt + TIERS["5m"].lengthMs : null;
  }

  async #rollUp(tier: TierName, mark: DirtyMark): Promise<boolean> {
    const { startAt } = mark;
    const span = spanOf(tier, startAt);
    const computed = await this.#compute(tier, startAt, null);
    let isNews = this.#kind.countOf(computed) > 0;
    for await (const stored of this.#periods.list(tier, span)) {
      isNews &&= !this.#hasMore(stored, computed);
    }
    if (!isNews) {
      await this.#periods.clearMark(tier, mark);
      return false;
    }
    const now = this.#now();
    return await this.#periods.write({ tier, period: computed, mark, now });
  }

  /**
   * Computes a period.
   *
   * @param dirty Parts that are to be computed first, for a reader; `null` to
   * compute from what is stored, for a write.
   */
  async #compute(
    tier: TierName,
    startAt: number,
    dirty: DirtyPeriods | null,
  ): Promise<P> {
    const span = spanOf(tier, startAt);
    const child = CHILD_TIER[tier];
    if (child === null && dirty !== null) return await this.recent.read(span);
    const merger = this.#kind.createMerger(startAt);
    if (child === null) {
      for await (const record of this.#kind.listRecords(this.#store, span)) {
        merger.addRecord(record);
      }
    } else {
      for await (const part of this.#upToDate(child, span, dirty)) {
        merger.addPeriod(part);
      }
    }
    return merger.toPeriod();
  }

  async *#upToDate(
    tier: TierName,
    span: Span,
    dirty: DirtyPeriods | null,
  ): AsyncGenerator<P> {
    const waiting = [...dirty?.[tier] ?? []].sort((a, b) => a - b)
      .filter((at) => at >= span.fromMs && at < span.toMs);
    for await (const stored of this.#periods.list(tier, span)) {
      while (waiting.length > 0 && waiting[0]! < stored.startAt) {
        yield await this.#compute(tier, waiting.shift()!, dirty);
      }
      if (waiting[0] === stored.startAt) {
        const computed = await this.#compute(tier, waiting.shift()!, dirty);
        yield this.#hasMore(stored, computed) ? stored : computed;
      } else yield stored;
    }
    for (const at of waiting) yield await this.#compute(tier, at, dirty);
  }

  /** Marks of a period count for all that it is a part of. */
  async #listDirty(): Promise<DirtyPeriods> {
    const dirty: DirtyPeriods = {
      "5m": new Set(),
      hour: new Set(),
      day: new Set(),
    };
    for (const tier of TIER_NAMES) {
      for (const { startAt } of await this.#periods.listDirty(tier)) {
        for (let t: TierName | null = tier; t !== null; t = PARENT_TIER[t]) {
          dirty[t].add(periodStart(t, startAt));
        }
      }
    }
    return dirty;
  }

  /**
   * Records are only ever added until they expire. So when a period computed
   * anew has fewer than it had, some have expired meanwhile, and what is stored
   * is the truth.
   */
  #hasMore(stored: P, computed: P): boolean {
    return this.#kind.countOf(stored) > this.#kind.countOf(computed);
  }
}
