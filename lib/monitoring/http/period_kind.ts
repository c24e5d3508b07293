/**
 * HTTP metrics as the roll-up sees them: segments are its records.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { PeriodKind } from "@/lib/monitoring/core/period_kind.ts";
import { RollUp } from "@/lib/monitoring/core/roll_up.ts";
import { chunksOf } from "./chunks.ts";
import { httpKeys } from "./keys.ts";
import { type HttpPeriod, HttpPeriodMerger } from "./period.ts";
import { type HttpSegment, listSegments, SEGMENT_KEEP_MS } from "./segments.ts";

/** Enough for the last five minutes, and for two periods not rolled up yet. */
const MINUTES_KEPT_MS = 11 * 60_000;

const NO_VISITORS = new Float64Array(0);

/** How HTTP metrics are rolled up. */
export const httpPeriodKind: PeriodKind<HttpSegment, HttpPeriod> = {
  keys: httpKeys,
  recordKeepMs: SEGMENT_KEEP_MS,
  minutesKeptMs: MINUTES_KEPT_MS,
  listRecords: listSegments,
  recordedAtMs: ({ lastAt }) => lastAt,
  createMerger: (startAt) => new HttpPeriodMerger(startAt),
  countOf: sumOfAll,
  split({ series, visitors, peak, peakMinute }) {
    return chunksOf(series).map(({ value, sizeBytes }, i) =>
      i === 0
        ? {
          value: { series: value, visitors, peak, peakMinute },
          sizeBytes: sizeBytes + visitors.byteLength,
        }
        : { value: { series: value }, sizeBytes }
    );
  },
  join: (startAt, parts) => ({
    startAt,
    series: parts.flatMap(({ series = [] }) => series),
    visitors: parts[0]?.visitors ?? NO_VISITORS,
    peak: parts[0]?.peak ?? null,
    peakMinute: parts[0]?.peakMinute ?? null,
  }),
};

/**
 * Everything that is added up, together. Requests alone would not do: the bytes
 * of an open stream come in minutes that have none.
 */
function sumOfAll({ series }: HttpPeriod): number {
  return series.reduce(
    (sum, { requests, aborted, bytesIn, bytesOut }) =>
      sum + requests + aborted + bytesIn + bytesOut,
    0,
  );
}

/** Rolls up HTTP metrics. */
export type HttpRollUp = RollUp<HttpSegment, HttpPeriod>;

/** Rolls up the HTTP metrics in `store`, by the time of `now`. */
export function createHttpRollUp(store: Store, now: Clock): HttpRollUp {
  return new RollUp(httpPeriodKind, store, now);
}
