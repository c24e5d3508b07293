/**
 * What is kept of the requests that share a route, a method and a status class.
 *
 * Only sums, counts, extremes and sketches, never averages: those cannot be
 * merged, these can, exactly.
 *
 * @module
 */

import { type PlainSketch, Sketch } from "@/lib/monitoring/core/sketch.ts";
import type { StatusClass } from "@/lib/monitoring/overview/http_report.ts";

/** Tells one series from the others. */
export interface SeriesLabels {
  /** Route pattern such as `/api/rtc/offer`, or one of the `__names__`. */
  route: string;
  /** Method, or `_OTHER`. */
  method: string;
  /** Status class. */
  statusClass: StatusClass;
}

/** A series as plain data, for storing. */
export interface PlainSeries extends SeriesLabels {
  /** Requests answered. */
  requests: number;
  /** Responses that the client did not take to the last byte. */
  aborted: number;
  /** Bytes of request bodies, as read. */
  bytesIn: number;
  /** Bytes of response bodies, as sent. */
  bytesOut: number;
  /** Time to the last byte; of event streams to the headers. Milliseconds. */
  duration: PlainSketch;
  /** Time to the headers, milliseconds; missing when it is the same. */
  headers?: PlainSketch;
}

/** The aggregate of one series, growing. */
export class SeriesAggregate {
  /** Which series this is. */
  readonly labels: SeriesLabels;
  /** Requests answered. */
  requests = 0;
  /** Responses that the client did not take to the last byte. */
  aborted = 0;
  /** Bytes of request bodies, as read. */
  bytesIn = 0;
  /** Bytes of response bodies, as sent. */
  bytesOut = 0;
  /** Time to the last byte; of event streams to the headers. Milliseconds. */
  readonly durationMs = new Sketch();
  /** Apart from the durations only once they differ; mostly they do not. */
  #headersMs: Sketch | undefined;

  /** Starts at zero. */
  constructor(labels: SeriesLabels) {
    this.labels = labels;
  }

  /** Time from the request to the response's headers, milliseconds. */
  get headersMs(): Sketch {
    return this.#headersMs ?? this.durationMs;
  }

  /** Adds the times of one request, milliseconds. */
  addTimes(headersMs: number, durationMs: number): void {
    const headers = toTicks(headersMs);
    const duration = toTicks(durationMs);
    if (headers !== duration) this.#separate();
    this.#headersMs?.add(headers);
    this.durationMs.add(duration);
  }

  /** Adds the aggregate of the same series from elsewhere. */
  merge(plain: PlainSeries): void {
    this.requests += plain.requests;
    this.aborted += plain.aborted;
    this.bytesIn += plain.bytesIn;
    this.bytesOut += plain.bytesOut;
    if (plain.headers !== undefined) this.#separate();
    this.#headersMs?.addPlain(plain.headers ?? plain.duration);
    this.durationMs.addPlain(plain.duration);
  }

  /** The aggregate as plain data. */
  toPlain(): PlainSeries {
    const { requests, aborted, bytesIn, bytesOut } = this;
    const headers = this.#headersMs && { headers: this.#headersMs.toPlain() };
    return {
      ...this.labels,
      requests,
      aborted,
      bytesIn,
      bytesOut,
      duration: this.durationMs.toPlain(),
      ...headers,
    };
  }

  #separate(): void {
    this.#headersMs ??= Sketch.fromPlain(this.durationMs.toPlain());
  }
}

/**
 * Rounds to 1/1024 ms, finer than the clock: sums of whole multiples of a
 * power of two are exact, so an hour's sum is its minutes' sums exactly, in
 * whatever order they are added.
 */
function toTicks(ms: number): number {
  return ms > 0 ? Math.round(ms * 1024) / 1024 : 0;
}
