/**
 * Counters since the start of the process, in the form Prometheus scrapes.
 *
 * They are counted beside the sketches and not derived from them: a bucket
 * bound of a sketch never falls on one of these bounds, so a derived count
 * would be an estimate where an exact count is promised.
 *
 * @module
 */

/** Bounds of `http.server.request.duration` in the OpenTelemetry conventions. */
export const DURATION_BOUNDS_SECONDS: readonly number[] = [
  0.005,
  0.01,
  0.025,
  0.05,
  0.075,
  0.1,
  0.25,
  0.5,
  0.75,
  1,
  2.5,
  5,
  7.5,
  10,
];

/** Bounds of body sizes; the conventions give none. Bytes, powers of four. */
const SIZE_BOUNDS_BYTES: readonly number[] = [
  256,
  1_024,
  4_096,
  16_384,
  65_536,
  262_144,
  1_048_576,
  4_194_304,
  16_777_216,
];

/** Counts of values by upper bound, with their sum. */
export class Histogram {
  /** Upper bounds, inclusive; one more bucket takes the rest. */
  readonly bounds: readonly number[];
  /** Values in each bucket, not cumulative. */
  readonly counts: Float64Array;
  /** Sum of the values. */
  sum = 0;

  /** Counts into buckets with these upper bounds, rising. */
  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = new Float64Array(bounds.length + 1);
  }

  /** Counts one value. */
  observe(value: number): void {
    const { bounds } = this;
    let i = 0;
    while (i < bounds.length && value > bounds[i]!) i++;
    this.counts[i]!++;
    this.sum += value;
  }
}

/** What Prometheus is told about one route, method and status. */
export class HttpCounters {
  /** Exact status. */
  readonly status: number;
  /** Duration of requests, seconds. */
  readonly durationSeconds = new Histogram(DURATION_BOUNDS_SECONDS);
  /** Size of request bodies, bytes; requests without one are left out. */
  readonly requestBytes = new Histogram(SIZE_BOUNDS_BYTES);
  /** Size of response bodies, bytes. */
  readonly responseBytes = new Histogram(SIZE_BOUNDS_BYTES);

  /** Counts the requests with this exact status. */
  constructor(status: number) {
    this.status = status;
  }
}
