/**
 * The requests of one minute that no store has seen yet.
 *
 * @module
 */

import { type PlainSeries, SeriesAggregate } from "./series.ts";
import type { HttpSeries } from "./series_table.ts";
import { Visitors } from "./visitors.ts";

/** One minute, the unit that segments are filed under. */
export const MINUTE_MS = 60_000;

/** A buffer as plain data. */
export interface PlainBuffer {
  /** Minute it is filed under, Unix milliseconds. */
  minuteStart: number;
  /** Last change, Unix milliseconds. */
  lastAt: number;
  /** Only the series that something happened to. */
  series: PlainSeries[];
  /** Hashes of visitors. */
  visitors: Float64Array;
}

/** Aggregates of the requests of one minute, growing. */
export class HttpBuffer {
  /** Minute it is filed under, Unix milliseconds. */
  readonly minuteStart: number;
  /** Visitors seen. */
  readonly visitors = new Visitors();
  /** Requests in it. */
  requests = 0;
  /** Last change, Unix milliseconds. */
  lastAt: number;
  readonly #aggregates: (SeriesAggregate | undefined)[] = [];
  #isEmpty = true;

  /** Opens the minute that `now` (Unix milliseconds) is in. */
  constructor(now: number) {
    this.minuteStart = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    this.lastAt = now;
  }

  /** Whether there is nothing to store. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** Whether a change at `now` belongs to this minute. */
  covers(now: number): boolean {
    return now >= this.minuteStart && now < this.minuteStart + MINUTE_MS;
  }

  /** The aggregate of one series, to be changed. */
  aggregateOf(series: HttpSeries): SeriesAggregate {
    this.#isEmpty = false;
    return this.#aggregates[series.index] ??= new SeriesAggregate(
      series.labels,
    );
  }

  /** Takes in a later buffer of the same process. */
  merge(other: HttpBuffer): void {
    other.#aggregates.forEach((aggregate, index) => {
      if (aggregate === undefined) return;
      this.#aggregates[index] ??= new SeriesAggregate(aggregate.labels);
      this.#aggregates[index].merge(aggregate.toPlain());
    });
    this.visitors.addPlain(other.visitors.toPlain());
    this.requests += other.requests;
    this.lastAt = other.lastAt;
    this.#isEmpty &&= other.#isEmpty;
  }

  /** The buffer as plain data. */
  toPlain(): PlainBuffer {
    return {
      minuteStart: this.minuteStart,
      lastAt: this.lastAt,
      series: this.#aggregates.flatMap((aggregate) =>
        aggregate?.toPlain() ?? []
      ),
      visitors: this.visitors.toPlain(),
    };
  }
}
