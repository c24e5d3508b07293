/**
 * Splits series so that each value stays below Deno KV's 65,536 bytes.
 *
 * @module
 */

import {
  MAX_VALUE_BYTES,
  packRuns,
  type Sized,
  sketchBytes,
} from "@/lib/monitoring/core/pack.ts";
import type { PlainSeries } from "./series.ts";

/** Field names, headers of texts and four numbers. */
const SERIES_BYTES = 250;

/** Tells the size of a series in a KV value, in bytes, rather too high. */
export function sizeOf({ route, duration, headers }: PlainSeries): number {
  return SERIES_BYTES + route.length * 2 + sketchBytes(duration) +
    (headers === undefined ? 0 : sketchBytes(headers));
}

/** Splits series into runs that each fit in one value; at least one. */
export function chunksOf(
  series: readonly PlainSeries[],
): Sized<PlainSeries[]>[] {
  const sized = series.map((value) => ({ value, sizeBytes: sizeOf(value) }));
  const chunks = packRuns(sized, MAX_VALUE_BYTES);
  return chunks.length === 0 ? [{ value: [], sizeBytes: 0 }] : chunks;
}
