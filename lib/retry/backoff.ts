/**
 * How long to wait before the next try of something that failed; the one
 * back-off of server and browser.
 *
 * @module
 */

/** The bounds of a back-off. */
export interface BackoffBounds {
  /** Longest wait after the first failure, milliseconds. */
  readonly firstMs: number;
  /** Longest wait of all, milliseconds. */
  readonly longestMs: number;
}

/**
 * Says how long to wait: half to all of a time that doubles with every failure.
 * The half keeps a pause, the rest keeps many who failed together from trying
 * again together.
 *
 * Source: "equal jitter" in M. Brooker, Exponential Backoff And Jitter, AWS
 * Architecture Blog, 2015.
 *
 * @param failures Failures in a row, from 1.
 * @param random Source of jitter in [0, 1).
 * @returns Milliseconds.
 *
 * @example Doubles up to its bound
 * ```ts
 * import { deepEqual } from "node:assert/strict";
 * import { backoffMs } from "@/lib/retry/backoff.ts";
 *
 * const bounds = { firstMs: 100, longestMs: 500 };
 * const waits = [1, 2, 3, 4].map((failures) =>
 *   backoffMs(failures, () => 0, bounds)
 * );
 * deepEqual(waits, [50, 100, 200, 250]);
 * ```
 */
export function backoffMs(
  failures: number,
  random: () => number,
  { firstMs, longestMs }: BackoffBounds,
): number {
  const grownMs = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return grownMs * (0.5 + random() / 2);
}
