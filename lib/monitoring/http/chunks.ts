/**
 * Splits series so that each value stays below Deno KV's 65,536 bytes.
 *
 * @module
 */

import type { PlainSeries } from "./series.ts";

/** Bytes of series in one value at most; visitors (8 KiB) come on top. */
export const MAX_CHUNK_BYTES = 50_000;

/** Field names, strings' headers and ten numbers of eight bytes. */
const SERIES_BYTES = 400;
/**
 * A bucket's distance and count. Mostly they take four bytes together, but the
 * engine may as well keep them as floats, and then each one takes nine.
 */
const BUCKET_BYTES = 18;

/**
 * Tells the size of a series in a KV value, in bytes, rather too high than too
 * low. (Serializing it to find out would cost more than storing it.)
 */
export function sizeOf({ route, duration, headers }: PlainSeries): number {
  const numbers = duration.buckets.length + (headers?.buckets.length ?? 0);
  return SERIES_BYTES + route.length * 2 + numbers / 2 * BUCKET_BYTES;
}

/** A run of series that fits in one value. */
export interface Chunk {
  /** The series. */
  series: PlainSeries[];
  /** Their size, bytes, rather too high. */
  sizeBytes: number;
}

/** Splits series into runs that each fit in one value; at least one. */
export function chunksOf(series: readonly PlainSeries[]): Chunk[] {
  const chunks: Chunk[] = [{ series: [], sizeBytes: 0 }];
  for (const item of series) {
    const sizeBytes = sizeOf(item);
    let chunk = chunks.at(-1)!;
    if (chunk.sizeBytes + sizeBytes > MAX_CHUNK_BYTES && chunk.sizeBytes > 0) {
      chunk = { series: [], sizeBytes: 0 };
      chunks.push(chunk);
    }
    chunk.series.push(item);
    chunk.sizeBytes += sizeBytes;
  }
  return chunks;
}

/**
 * Puts things together that fit in one commit.
 *
 * @param items What to commit, in order.
 * @param maxBytes Bytes a commit may have; Deno KV refuses 800 KiB.
 */
export function commitsOf<T extends { sizeBytes: number }>(
  items: readonly T[],
  maxBytes = 400_000,
): T[][] {
  const commits: T[][] = [];
  let roomBytes = 0;
  for (const item of items) {
    if (item.sizeBytes > roomBytes || commits.length === 0) {
      commits.push([]);
      roomBytes = maxBytes;
    }
    commits.at(-1)!.push(item);
    roomBytes -= item.sizeBytes;
  }
  return commits;
}
