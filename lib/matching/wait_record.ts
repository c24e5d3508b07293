/**
 * The record of how long people waited in the last minutes: counters that every
 * instance adds to, in the commits that end a wait.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { type Counter, countOf } from "@/lib/kv/counter.ts";
import { deleteKeys, keysIn } from "@/lib/kv/delete_keys.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Profile } from "@/lib/protocol/profile.ts";
import { matchingKeys } from "./keys.ts";
import {
  usualWaitMs,
  WAIT_BOUNDS_MS,
  WAIT_PERIOD_MS,
  type WaitCounts,
  type WaitEnd,
  waitKindOf,
  waitPeriodOf,
} from "./waits.ts";

/** Whole periods before the current one that are looked at. */
const PERIODS_BACK = 2;

/** How long an answer is good for everybody who wants alike, milliseconds. */
const REMEMBER_MS = 5_000;

/** Reads the record and keeps it small. */
export class WaitRecord {
  readonly #store: Store;
  readonly #now: Clock;
  readonly #answers = new Map<string, { usualMs: number | null; at: number }>();

  /**
   * Works on the record of a store.
   *
   * @param store Where it is kept.
   * @param now Tells the time.
   */
  constructor(store: Store, now: Clock) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * Tells how long people usually wait who want alike.
   *
   * @returns Milliseconds; `null` where the last minutes do not tell.
   */
  async usualWaitMs(profile: Profile): Promise<number | null> {
    const kind = waitKindOf(profile);
    const now = this.#now();
    const known = this.#answers.get(kind);
    const ageMs = now - (known?.at ?? -Infinity);
    if (known && ageMs >= 0 && ageMs < REMEMBER_MS) return known.usualMs;
    const usualMs = usualWaitMs(await this.#countsOf(kind));
    this.#answers.set(kind, { usualMs, at: now });
    return usualMs;
  }

  async #countsOf(kind: string): Promise<WaitCounts[]> {
    const since = waitPeriodOf(this.#now()) - PERIODS_BACK * WAIT_PERIOD_MS;
    const counts = Array.from(
      { length: WAIT_BOUNDS_MS.length + 1 },
      (): WaitCounts => ({ "matched": 0, "gave-up": 0 }),
    );
    const prefix = matchingKeys.waitsOf(kind);
    const entries = this.#store.list<Counter>({
      prefix,
      start: [...prefix, since],
    });
    for await (const { key, value } of entries) {
      const [length, end] = key.slice(-2) as [number, WaitEnd];
      counts[length]![end] += countOf(value);
    }
    return counts;
  }

  /** Removes what is too old to be looked at. */
  async sweep(): Promise<void> {
    // One period more than is read: the clock of another instance may be behind.
    const keptPeriods = PERIODS_BACK + 1;
    const since = waitPeriodOf(this.#now()) - keptPeriods * WAIT_PERIOD_MS;
    await deleteKeys(this.#store, this.#keysBefore(since));
  }

  async *#keysBefore(periodAt: number): AsyncGenerator<Deno.KvKey> {
    const all = keysIn(this.#store, { prefix: matchingKeys.waits() });
    for await (const key of all) if ((key[2] as number) < periodAt) yield key;
  }
}
