/**
 * The last minutes, read often and cheaply.
 *
 * @module
 */

import { listSegments } from "./segments.ts";
import type { Store } from "@/lib/kv/store.ts";
import { MINUTE_MS } from "./buffer.ts";
import { type Part, type Period, PeriodMerger } from "./period.ts";

/**
 * So long after its end a minute's segments have come in, failed first tries
 * included. What comes later still is in the hour's figures.
 */
const SETTLED_AFTER_MS = 15_000;

/** Merges the segments of the last minutes, whole settled minutes only once. */
export class RecentMinutes {
  readonly #store: Store;
  readonly #settled = new Map<number, Part>();

  /** Reads from `store`. */
  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Merges what happened between two moments, to the second.
   *
   * @param fromMs First moment, Unix milliseconds.
   * @param now Current time, Unix milliseconds.
   */
  async read(fromMs: number, now: number): Promise<Period> {
    for (const minute of this.#settled.keys()) {
      if (minute < fromMs || minute > now) this.#settled.delete(minute);
    }
    const merger = new PeriodMerger(fromMs);
    const first = Math.floor(fromMs / MINUTE_MS) * MINUTE_MS;
    // Another instance's clock may be a little ahead.
    const end = now + MINUTE_MS;
    for (let minute = first; minute < end; minute += MINUTE_MS) {
      merger.add(
        this.#settled.get(minute) ?? await this.#merge(minute, fromMs, now),
      );
    }
    return merger.toPeriod();
  }

  async #merge(minute: number, fromMs: number, now: number): Promise<Part> {
    const merger = new PeriodMerger(minute);
    const endMs = minute + MINUTE_MS;
    const range = { fromMs: minute, toMs: endMs, now };
    for await (const segment of listSegments(this.#store, range)) {
      if (segment.lastAt > fromMs) merger.add(segment);
    }
    const part = merger.toPeriod();
    const isWhole = minute >= fromMs;
    if (isWhole && endMs + SETTLED_AFTER_MS <= now) {
      this.#settled.set(minute, part);
    }
    return part;
  }
}
