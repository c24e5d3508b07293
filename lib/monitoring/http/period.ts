/**
 * A period of HTTP metrics: the merge of its parts.
 *
 * Pure, so computing a period again, late, or on another instance gives the
 * same metrics.
 *
 * @module
 */

import type { PeriodMerger } from "@/lib/monitoring/core/period_kind.ts";
import { type PlainSeries, SeriesAggregate } from "./series.ts";
import { Visitors } from "./visitors.ts";

/** The busiest part of a period. */
export interface Peak {
  /** Its start, Unix milliseconds. */
  startAt: number;
  /** Its requests. */
  requests: number;
}

/** A period as plain data. */
export interface HttpPeriod {
  /** Its start, Unix milliseconds. */
  startAt: number;
  /** The series that had traffic, sorted by route, method and status class. */
  series: PlainSeries[];
  /** Hashes of its visitors; see `Visitors`. */
  visitors: Float64Array;
  /** Its busiest part, the first of equals; `null` without any traffic. */
  peak: Peak | null;
}

/** What a period is made of: a shorter one, or a segment. */
export type Part = Pick<HttpPeriod, "startAt" | "series" | "visitors">;

/** Requests of a period or part, all series together. */
export function requestsOf({ series }: Pick<Part, "series">): number {
  return series.reduce((sum, { requests }) => sum + requests, 0);
}

/** Merges parts into a period, one by one, so that they need not all be held. */
export class HttpPeriodMerger implements PeriodMerger<Part, HttpPeriod> {
  readonly #startAt: number;
  readonly #series = new Map<string, SeriesAggregate>();
  readonly #visitors = new Visitors();
  readonly #requestsAt = new Map<number, number>();

  /** Merges into the period that begins at `startAt` (Unix milliseconds). */
  constructor(startAt: number) {
    this.#startAt = startAt;
  }

  /** Takes in a segment. */
  addRecord(segment: Part): void {
    this.#add(segment);
  }

  /** Takes in a shorter period. */
  addPeriod(period: Part): void {
    this.#add(period);
  }

  /** The merged period. */
  toPeriod(): HttpPeriod {
    const names = [...this.#series.keys()].sort();
    return {
      startAt: this.#startAt,
      series: names.map((name) => this.#series.get(name)!.toPlain()),
      visitors: this.#visitors.toPlain(),
      peak: this.#peak(),
    };
  }

  #add(part: Part): void {
    for (const plain of part.series) {
      const { route, method, statusClass } = plain;
      const name = [route, method, statusClass].join("\n");
      let aggregate = this.#series.get(name);
      if (aggregate === undefined) {
        aggregate = new SeriesAggregate({ route, method, statusClass });
        this.#series.set(name, aggregate);
      }
      aggregate.merge(plain);
    }
    this.#visitors.addPlain(part.visitors);
    const requests = this.#requestsAt.get(part.startAt) ?? 0;
    this.#requestsAt.set(part.startAt, requests + requestsOf(part));
  }

  #peak(): Peak | null {
    const peaks = [...this.#requestsAt]
      .map(([startAt, requests]) => ({ startAt, requests }))
      .filter(({ requests }) => requests > 0)
      .sort((a, b) => b.requests - a.requests || a.startAt - b.startAt);
    return peaks[0] ?? null;
  }
}
