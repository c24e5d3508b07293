/**
 * The last minutes, read often and cheaply.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { PeriodKind, PeriodMerger, PeriodStart } from "./period_kind.ts";
import type { Span } from "./tiers.ts";

const MINUTE_MS = 60_000;

/**
 * So long after its end all records of a minute have normally come in, failed
 * first tries included. What comes later still enters with the next roll-up.
 */
export const SETTLE_MS = 15_000;

/**
 * Merges the records of the last minutes. A dashboard asks every two seconds
 * and an hour may have a hundred thousand records, so minutes that have settled
 * are read once and kept in memory.
 */
export class RecentMinutes<R, P extends PeriodStart> {
  readonly #kind: PeriodKind<R, P>;
  readonly #store: Store;
  readonly #now: Clock;
  /** Settled minutes by their start. */
  readonly #minutes = new Map<number, P>();

  /** Remembers nothing yet; reads from `store` by the time of `now`. */
  constructor(kind: PeriodKind<R, P>, store: Store, now: Clock) {
    this.#kind = kind;
    this.#store = store;
    this.#now = now;
  }

  /** Merges what was recorded within a span, to the millisecond at its start. */
  async read({ fromMs, toMs }: Span): Promise<P> {
    const now = this.#now();
    this.#forget(now);
    const merger = this.#kind.createMerger(fromMs);
    const firstWhole = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS;
    if (firstWhole > fromMs) {
      const span = { fromMs: firstWhole - MINUTE_MS, toMs: firstWhole };
      await this.#addRecords(merger, span, fromMs);
    }
    let minute = firstWhole;
    for (; minute + MINUTE_MS <= toMs; minute += MINUTE_MS) {
      if (minute + MINUTE_MS + SETTLE_MS > now) break;
      merger.addPeriod(await this.#settled(minute, now));
    }
    await this.#addRecords(merger, { fromMs: minute, toMs });
    return merger.toPeriod();
  }

  async #settled(minute: number, now: number): Promise<P> {
    const known = this.#minutes.get(minute);
    if (known !== undefined) return known;
    const merger = this.#kind.createMerger(minute);
    const span = { fromMs: minute, toMs: minute + MINUTE_MS };
    await this.#addRecords(merger, span);
    const period = merger.toPeriod();
    if (this.#isKept(minute, now)) this.#minutes.set(minute, period);
    return period;
  }

  async #addRecords(
    merger: PeriodMerger<R, P>,
    span: Span,
    sinceMs = -Infinity,
  ): Promise<void> {
    if (span.toMs <= span.fromMs) return;
    for await (const record of this.#kind.listRecords(this.#store, span)) {
      if (this.#kind.recordedAtMs(record) >= sinceMs) merger.addRecord(record);
    }
  }

  /** Minutes of a future that a clock has jumped back from go too. */
  #forget(now: number): void {
    for (const minute of this.#minutes.keys()) {
      if (!this.#isKept(minute, now)) this.#minutes.delete(minute);
    }
  }

  #isKept(minute: number, now: number): boolean {
    return minute > now - this.#kind.minutesKeptMs && minute < now;
  }
}
