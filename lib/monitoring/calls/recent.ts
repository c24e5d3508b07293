/**
 * Figures about calls up to this moment, without reading every beacon anew.
 *
 * A dashboard asks every two seconds and a busy hour has a hundred thousand
 * beacons, so minutes that have settled are kept in memory, merged; only the
 * last ones are read. Roll-ups do not use this: they read every beacon.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { TimeRange } from "./kpi_store.ts";
import type { Store } from "@/lib/kv/store.ts";
import { type PlainRtcFigures, RtcFigures } from "./aggregate.ts";
import { figuresOf } from "./roll_up.ts";

const MINUTE_MS = 60_000;
/** How long after its end a minute may still get a slow write, milliseconds. */
const SETTLE_MS = 10_000;
/** How far back minutes are kept, milliseconds. */
const MEMORY_MS = 130 * MINUTE_MS;

/** The last two hours of calls, minute by minute. */
export class RtcRecent {
  readonly #store: Store;
  readonly #now: Clock;
  /** Settled minutes by their start; `null` for one without a beacon. */
  readonly #minutes = new Map<number, PlainRtcFigures | null>();

  /** Remembers nothing yet; reads from `store` by the time of `now`. */
  constructor(store: Store, now: Clock) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * Adds up the beacons received within a span.
   *
   * @param range Span in Unix milliseconds; its start is rounded down to a
   * minute. What lies further back than two hours is read anew every time.
   */
  async figures({ fromMs, toMs }: TimeRange): Promise<RtcFigures> {
    const now = this.#now();
    this.#forget(now);
    const total = new RtcFigures();
    const endMs = Math.min(toMs, now + 1);
    let minute = Math.floor(fromMs / MINUTE_MS) * MINUTE_MS;
    for (; minute + MINUTE_MS <= endMs; minute += MINUTE_MS) {
      if (minute + MINUTE_MS + SETTLE_MS > now) break;
      const known = await this.#settled(minute, now);
      if (known !== null) total.addPlain(known);
    }
    const rest = { fromMs: minute, toMs: endMs };
    total.addPlain((await figuresOf(this.#store, rest, now)).toPlain());
    return total;
  }

  async #settled(minute: number, now: number): Promise<PlainRtcFigures | null> {
    const known = this.#minutes.get(minute);
    if (known !== undefined) return known;
    const range = { fromMs: minute, toMs: minute + MINUTE_MS };
    const figures = await figuresOf(this.#store, range, now);
    const plain = figures.beaconCount === 0 ? null : figures.toPlain();
    if (minute > now - MEMORY_MS) this.#minutes.set(minute, plain);
    return plain;
  }

  /** Minutes of a future that a clock has jumped back from go too. */
  #forget(now: number): void {
    for (const minute of this.#minutes.keys()) {
      const isKept = minute > now - MEMORY_MS && minute < now;
      if (!isKept) this.#minutes.delete(minute);
    }
  }
}
