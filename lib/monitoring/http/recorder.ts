/**
 * Counts requests in the process, cheaply, until they are flushed.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { HttpBuffer } from "./buffer.ts";
import {
  countersOf,
  type HttpSeries,
  type RequestLabels,
  SeriesTable,
} from "./series_table.ts";
import { createVisitorHash, type VisitorHash } from "./visitors.ts";

const HOUR_MS = 3_600_000;
/** Minutes kept apart while nothing can be flushed; then one for each hour. */
const MAX_MINUTES = 15;
/** Buffers at most, whatever the clock does. */
const MAX_BUFFERS = 60;

/** What happened to one request. */
export interface HttpSample {
  /** Exact status. */
  status: number;
  /** Time to the response's headers, milliseconds. */
  headersMs: number;
  /** Time to the response's last byte, milliseconds. */
  durationMs: number;
  /** Bytes of the request's body, as read. */
  bytesIn: number;
  /** Bytes of the response's body that {@link HttpRecorder.addFlow} did not count. */
  bytesOut: number;
  /** Whole size of the response's body; `null` while it still flows. */
  bodyBytes: number | null;
  /** Whether the client hung up before the last byte. */
  isAborted: boolean;
  /** The visitor's id, if known. */
  anonId: string | null;
}

/** A piece of a response's body that went out. */
export interface Flow {
  /** Bytes of it. */
  bytesOut: number;
}

/** How an event stream ended. */
export interface StreamEnd {
  /** Exact status. */
  status: number;
  /** Whole size of its body. */
  bodyBytes: number;
  /** Whether the client hung up first. */
  isAborted: boolean;
}

/** What {@link HttpRecorder} needs from outside. */
export interface HttpRecorderDeps {
  /** Wall clock. */
  now: Clock;
  /** Key of the visitors' hash; the same on all instances. */
  visitorKey: string;
  /** Series kept apart; see {@link SeriesTable}. */
  maxSeries?: number;
}

/** In-process metrics of all requests. */
export class HttpRecorder {
  readonly #now: Clock;
  readonly #hash: VisitorHash;
  readonly #table: SeriesTable;
  #buffer: HttpBuffer;
  /** Earlier minutes not yet taken, oldest first. */
  #earlier: HttpBuffer[] = [];
  #activeCount = 0;

  /** Starts with nothing counted. */
  constructor({ now, visitorKey, maxSeries }: HttpRecorderDeps) {
    this.#now = now;
    this.#hash = createVisitorHash(visitorKey);
    this.#table = new SeriesTable(maxSeries);
    this.#buffer = new HttpBuffer(now());
  }

  /** Requests whose response has not ended. */
  get activeCount(): number {
    return this.#activeCount;
  }

  /** The series so far, with their counters since the start. */
  get series(): readonly HttpSeries[] {
    return this.#table.all;
  }

  /** Whether further series are put together. */
  get isOverflowing(): boolean {
    return this.#table.isFull;
  }

  /** Requests that were not taken yet. */
  get bufferedRequests(): number {
    return this.#earlier.reduce((n, b) => n + b.requests, 0) +
      this.#buffer.requests;
  }

  /** Notes that a request came in. */
  enter(): void {
    this.#activeCount++;
  }

  /** Notes that a response ended, whichever way. */
  leave(): void {
    this.#activeCount--;
  }

  /** Finds the series of a request. */
  seriesOf(labels: RequestLabels): HttpSeries {
    return this.#table.find(labels);
  }

  /** Counts one request. */
  record(series: HttpSeries, sample: HttpSample): void {
    const buffer = this.#bufferAt(this.#now());
    const aggregate = buffer.aggregateOf(series);
    buffer.requests++;
    aggregate.requests++;
    aggregate.bytesIn += sample.bytesIn;
    aggregate.bytesOut += sample.bytesOut;
    if (sample.isAborted) aggregate.aborted++;
    aggregate.addTimes(sample.headersMs, sample.durationMs);
    if (sample.anonId !== null) buffer.visitors.add(this.#hash(sample.anonId));
    const counters = countersOf(series, sample.status);
    counters.durationSeconds.observe(sample.durationMs / 1000);
    if (sample.bytesIn > 0) counters.requestBytes.observe(sample.bytesIn);
    if (sample.bodyBytes !== null) {
      counters.responseBytes.observe(sample.bodyBytes);
    }
  }

  /** Counts bytes of a body as they flow, so that a crash loses none of them. */
  addFlow(series: HttpSeries, { bytesOut }: Flow): void {
    this.#bufferAt(this.#now()).aggregateOf(series).bytesOut += bytesOut;
  }

  /** Counts the end of an event stream, which was recorded at its beginning. */
  endStream(series: HttpSeries, end: StreamEnd): void {
    const aggregate = this.#bufferAt(this.#now()).aggregateOf(series);
    if (end.isAborted) aggregate.aborted++;
    countersOf(series, end.status).responseBytes.observe(end.bodyBytes);
  }

  /**
   * Takes out everything counted since the last time, a buffer for each
   * minute, oldest first. Empty ones are left out.
   */
  take(): HttpBuffer[] {
    const taken = [...this.#earlier, this.#buffer].filter((b) => !b.isEmpty);
    this.#earlier = [];
    this.#buffer = new HttpBuffer(this.#now());
    return taken;
  }

  #bufferAt(now: number): HttpBuffer {
    if (!this.#buffer.covers(now)) {
      if (!this.#buffer.isEmpty) this.#setAside(this.#buffer);
      this.#buffer = new HttpBuffer(now);
    }
    this.#buffer.lastAt = now;
    return this.#buffer;
  }

  /**
   * While flushing fails, minutes pile up. Then those of one hour are put
   * together: memory stays bounded and every hour stays exact.
   */
  #setAside(buffer: HttpBuffer): void {
    const last = this.#earlier.at(-1);
    const isCrowded = this.#earlier.length >= MAX_MINUTES;
    const isSameHour = last !== undefined &&
      hourOf(last.minuteStart) === hourOf(buffer.minuteStart);
    if (
      last !== undefined &&
      (isCrowded && isSameHour || this.#earlier.length >= MAX_BUFFERS)
    ) last.merge(buffer);
    else this.#earlier.push(buffer);
  }
}

function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS);
}
