/**
 * Deno KV takes 64 KiB a value and 800 KiB a commit: splits what is larger.
 *
 * @module
 */

import type { PlainSketch } from "./sketch.ts";

/** Bytes of one value at most, with room below the store's 65,536. */
export const MAX_VALUE_BYTES = 50_000;

/** Bytes of one commit at most, half of what the store takes. */
export const MAX_COMMIT_BYTES = 400_000;

/** Count, sum, extremes and field names of a sketch. */
const SKETCH_BYTES = 150;
/**
 * A bucket's distance and count. Mostly they take four bytes together, but the
 * engine may as well keep them as floats, and then each one takes nine.
 */
const BUCKET_BYTES = 18;

/**
 * Tells the size of a sketch in a KV value, in bytes, rather too high than too
 * low. (Serializing it to find out would cost more than storing it.)
 */
export function sketchBytes({ buckets }: PlainSketch): number {
  return SKETCH_BYTES + buckets.length / 2 * BUCKET_BYTES;
}

/** Something and its size. */
export interface Sized<T> {
  /** The thing. */
  value: T;
  /** Its size in the store, bytes, rather too high. */
  sizeBytes: number;
}

/**
 * Splits things into runs that are small enough, in order.
 *
 * @param items The things; one that is too large by itself makes its own run.
 * @param maxBytes Bytes a run may have.
 */
export function packRuns<T>(
  items: readonly Sized<T>[],
  maxBytes: number,
): Sized<T[]>[] {
  const runs: Sized<T[]>[] = [];
  for (const { value, sizeBytes } of items) {
    let run = runs.at(-1);
    if (run === undefined || run.sizeBytes + sizeBytes > maxBytes) {
      run = { value: [], sizeBytes: 0 };
      runs.push(run);
    }
    run.value.push(value);
    run.sizeBytes += sizeBytes;
  }
  return runs;
}
