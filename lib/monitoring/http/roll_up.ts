/**
 * Rolls HTTP figures up: segments to five minutes, hours and days.
 *
 * A period is computed wholly from its parts, each time. Which ones are to be
 * computed is told by marks that are written together with new parts, so
 * nothing is missed after a pause, and nothing is counted twice.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import {
  clearMark,
  type DirtyMark,
  listDirty,
  listPeriods,
  writePeriod,
} from "./periods.ts";
import { listSegments } from "./segments.ts";
import type { Store } from "@/lib/kv/store.ts";
import { type Part, type Period, PeriodMerger, requestsOf } from "./period.ts";
import {
  PARTS_OF,
  periodStart,
  type TierName,
  TIERS,
  WHOLE_OF,
} from "@/lib/monitoring/core/tiers.ts";

/** A span of time. */
export interface Span {
  /** First moment, Unix milliseconds. */
  fromMs: number;
  /** First moment that is left out, Unix milliseconds. */
  toMs: number;
}

/** Periods whose stored figures are not the latest. */
type DirtyPeriods = Readonly<Record<TierName, ReadonlySet<number>>>;

const TIER_NAMES = ["five", "hour", "day"] as const;
const NONE_DIRTY: DirtyPeriods = {
  five: new Set(),
  hour: new Set(),
  day: new Set(),
};

/** Computes periods, and reads them as if all were computed. */
export class HttpRollup {
  readonly #store: Store;
  readonly #now: Clock;

  /** Works on what `store` holds at the time of `now`. */
  constructor(store: Store, now: Clock) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * Computes every period that has new parts, short ones first.
   *
   * Safe to run at any time, twice, late, and on several instances at once.
   *
   * @returns Periods written.
   */
  async run(): Promise<number> {
    let count = 0;
    for (const tier of TIER_NAMES) {
      for (const mark of await listDirty(this.#store, tier)) {
        if (await this.#rollUp(tier, mark)) count++;
      }
    }
    return count;
  }

  /** The periods of a span that had traffic, oldest first, all up to date. */
  async *periods(tier: TierName, span: Span): AsyncGenerator<Period> {
    yield* this.#upToDate(tier, span, await this.#listDirty());
  }

  /** When the oldest period without its latest figures ended; `null`: none. */
  async oldestDirtyEnd(): Promise<number | null> {
    const [oldest] = await listDirty(this.#store, "five");
    return oldest ? oldest.startAt + TIERS.five.lengthMs : null;
  }

  async #rollUp(tier: TierName, mark: DirtyMark): Promise<boolean> {
    const span = spanOf(tier, mark.startAt);
    const range = { ...span, now: this.#now() };
    const computed = await this.#compute(tier, mark.startAt, NONE_DIRTY);
    for await (const stored of listPeriods(this.#store, tier, range)) {
      if (requestsOf(fuller(stored, computed)) > requestsOf(computed)) {
        await clearMark(this.#store, tier, mark);
        return false;
      }
    }
    const now = this.#now();
    return await writePeriod(this.#store, {
      tier,
      period: computed,
      mark,
      now,
    });
  }

  async #compute(
    tier: TierName,
    startAt: number,
    dirty: DirtyPeriods,
  ): Promise<Period> {
    const span = spanOf(tier, startAt);
    const parts = PARTS_OF[tier];
    const list: AsyncIterable<Part> = parts === null
      ? listSegments(this.#store, { ...span, now: this.#now() })
      : this.#upToDate(parts, span, dirty);
    const merger = new PeriodMerger(startAt);
    for await (const part of list) merger.add(part);
    return merger.toPeriod();
  }

  async *#upToDate(
    tier: TierName,
    span: Span,
    dirty: DirtyPeriods,
  ): AsyncGenerator<Period> {
    const waiting = [...dirty[tier]].sort((a, b) => a - b)
      .filter((at) => at >= span.fromMs && at < span.toMs);
    const range = { ...span, now: this.#now() };
    for await (const stored of listPeriods(this.#store, tier, range)) {
      while (waiting.length > 0 && waiting[0]! < stored.startAt) {
        yield await this.#compute(tier, waiting.shift()!, dirty);
      }
      if (waiting[0] === stored.startAt) {
        const computed = await this.#compute(tier, waiting.shift()!, dirty);
        yield fuller(stored, computed);
      } else yield stored;
    }
    for (const at of waiting) yield await this.#compute(tier, at, dirty);
  }

  /** Marks of a period count for all that it is a part of. */
  async #listDirty(): Promise<DirtyPeriods> {
    const dirty = {
      five: new Set<number>(),
      hour: new Set<number>(),
      day: new Set<number>(),
    };
    for (const tier of TIER_NAMES) {
      for (const { startAt } of await listDirty(this.#store, tier)) {
        for (let t: TierName | null = tier; t !== null; t = WHOLE_OF[t]) {
          dirty[t].add(periodStart(t, startAt));
        }
      }
    }
    return dirty;
  }
}

/**
 * Parts are only ever added until they expire. So when a period computed
 * anew has fewer requests than it had, parts of it have expired meanwhile, and
 * the figures from before are the true ones.
 */
function fuller(stored: Period, computed: Period): Period {
  return requestsOf(stored) > requestsOf(computed) ? stored : computed;
}

function spanOf(tier: TierName, startAt: number): Span {
  return { fromMs: startAt, toMs: startAt + TIERS[tier].lengthMs };
}
