/**
 * Retries a store operation that met a locked database.
 *
 * SQLite lets one connection write at a time; Deno KV hands the resulting
 * "database is locked" to the caller instead of trying again.
 *
 * @module
 */

import { backoffMs } from "@/lib/retry/backoff.ts";

const MAX_TRIES = 12;
const WAITS = { firstMs: 4, longestMs: 200 };

/** SQLite itself waits 5 s for a lock: whoever asks would wait for minutes. */
const LONGEST_IN_ALL_MS = 4_000;

/** Says whether an error is the store's "database is locked". */
export function isLocked(error: unknown): boolean {
  return error instanceof TypeError &&
    error.message.includes("database is locked");
}

/**
 * Runs `operation`, again after a growing random pause while the database is
 * locked, at most 12 times and for some seconds.
 *
 * @param operation What to run; it must be safe to repeat after a failure.
 * @param random Source of jitter in [0, 1).
 * @param elapsed A clock that never goes back, milliseconds.
 * @throws Whatever the last try threw.
 */
export async function retryLocked<T>(
  operation: () => Promise<T>,
  random: () => number = Math.random,
  elapsed: () => number = () => performance.now(),
): Promise<T> {
  const startedMs = elapsed();
  for (let tries = 1;; tries++) {
    try {
      return await operation();
    } catch (error) {
      const isTooLate = elapsed() - startedMs > LONGEST_IN_ALL_MS;
      if (!isLocked(error) || tries === MAX_TRIES || isTooLate) throw error;
      const waitMs = backoffMs(tries, random, WAITS);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
