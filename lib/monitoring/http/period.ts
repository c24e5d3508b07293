/**
 * A period of HTTP metrics: the merge of its parts.
 *
 * Pure, so computing a period again, late, or on another instance gives the
 * same metrics.
 *
 * @module
 */

import { isAdminPath } from "@/lib/protocol/admin_paths.ts";
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

/**
 * The most there was of visitors' requests in one minute of a period. Averages
 * of hours and days hide what lasts a minute; this does not.
 */
export interface PeakMinute {
  /** Requests of the minute that had the most of them. */
  requests: number;
  /** Bytes both ways of the minute that had the most of them. */
  sizeBytes: number;
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
  /** Its busiest minutes; `null` where older versions did not note them. */
  peakMinute: PeakMinute | null;
}

/** What a period is made of: a shorter one, or a segment. */
export type Part =
  & Pick<HttpPeriod, "startAt" | "series" | "visitors">
  & Partial<Pick<HttpPeriod, "peakMinute">>;

/** A segment, as far as a period is made of it. */
export type SegmentPart = Part & {
  /** Last request in it, Unix milliseconds. */
  lastAt: number;
};

const MINUTE_MS = 60_000;

/** Requests of a period or part, all series together. */
export function requestsOf({ series }: Pick<Part, "series">): number {
  return series.reduce((sum, { requests }) => sum + requests, 0);
}

/** Merges parts into a period, one by one, so that they need not all be held. */
export class HttpPeriodMerger implements PeriodMerger<SegmentPart, HttpPeriod> {
  readonly #startAt: number;
  readonly #series = new Map<string, SeriesAggregate>();
  readonly #visitors = new Visitors();
  readonly #requestsAt = new Map<number, number>();
  readonly #minutes = new Map<number, PeakMinute>();
  #peakMinute: PeakMinute | null = null;

  /** Merges into the period that begins at `startAt` (Unix milliseconds). */
  constructor(startAt: number) {
    this.#startAt = startAt;
  }

  /** Takes in a segment. */
  addRecord(segment: SegmentPart): void {
    this.#add(segment);
    const { startAt, lastAt } = segment;
    // What could not be written for long is filed under its first minute.
    if (lastAt - startAt >= MINUTE_MS) return;
    const minute = this.#minutes.get(startAt) ?? { requests: 0, sizeBytes: 0 };
    this.#minutes.set(startAt, sumOf([minute, visitorsPart(segment)]));
  }

  /** Takes in a shorter period. */
  addPeriod(period: Part): void {
    this.#add(period);
    this.#peakMinute = largest([this.#peakMinute, period.peakMinute]);
  }

  /** The merged period. */
  toPeriod(): HttpPeriod {
    const names = [...this.#series.keys()].sort();
    return {
      startAt: this.#startAt,
      series: names.map((name) => this.#series.get(name)!.toPlain()),
      visitors: this.#visitors.toPlain(),
      peak: this.#peak(),
      peakMinute: largest([this.#peakMinute, ...this.#minutes.values()]),
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

/** Adds up what visitors asked for; what admins did is left out. */
function visitorsPart({ series }: Part): PeakMinute {
  return sumOf(
    series.filter(({ route }) => !isAdminPath(route))
      .map(({ requests, bytesIn, bytesOut }) => ({
        requests,
        sizeBytes: bytesIn + bytesOut,
      })),
  );
}

function sumOf(parts: readonly PeakMinute[]): PeakMinute {
  return {
    requests: parts.reduce((sum, { requests }) => sum + requests, 0),
    sizeBytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

/** The largest of each; `null` where none is known. */
function largest(
  minutes: readonly (PeakMinute | null | undefined)[],
): PeakMinute | null {
  const known = minutes.filter((minute) => minute !== null)
    .filter((minute) => minute !== undefined);
  if (known.length === 0) return null;
  return {
    requests: Math.max(...known.map(({ requests }) => requests)),
    sizeBytes: Math.max(...known.map(({ sizeBytes }) => sizeBytes)),
  };
}
