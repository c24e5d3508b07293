/**
 * When to ask again: pure arithmetic for everything that is polled. Time and
 * randomness are parameters.
 *
 * @module
 */

import type { BackoffBounds } from "@/lib/retry/backoff.ts";

/** How urgent an answer is. */
export type PollPace = "eager" | "keen" | "relaxed" | "slowing" | "slow";

/** What the schedule may look at. */
export interface PollProgress {
  /** Answers in a row that brought nothing new, the latest one included. */
  emptyPolls: number;
  /** Milliseconds since the last news, or since polling began. */
  quietMs: number;
}

/** How long a request waits that failed, unless the server says how long. */
export const ERROR_WAITS: BackoffBounds = { firstMs: 400, longestMs: 6_000 };

/** Milliseconds between two eager polls. */
export const EAGER_INTERVAL_MS = 50;
/** Milliseconds after which an eager poll falls back to the relaxed pace. */
export const EAGER_WINDOW_MS = 2_000;
/** Milliseconds between two keen polls. */
export const KEEN_INTERVAL_MS = 200;
/** Milliseconds after which a keen poll falls back to the relaxed pace. */
export const KEEN_WINDOW_MS = 10_000;
/** Shortest relaxed interval, milliseconds. */
export const MIN_INTERVAL_MS = 300;
/** Longest relaxed interval, milliseconds. */
export const MAX_INTERVAL_MS = 800;
/**
 * Milliseconds between two slow polls: a third of the lease that the server
 * gives a waiting visitor for each sign of life.
 */
export const SLOW_INTERVAL_MS = 15_000;

/** Milliseconds between the first two polls that slow down. */
export const FIRST_SLOWING_MS = 1_000;

const GROWTH_PER_POLL = 1.25;
const JITTER_SHARE = 0.15;

/**
 * Says how long after the start of one poll the next one starts.
 *
 * Relaxed polls grow from 300 to 800 ms; the jitter keeps many pages from
 * asking in step. Eager polls come every 50 ms for two seconds, because at
 * that moment somebody is looking at an empty picture, and relax after that.
 * Keen ones wait for a match, which for most people comes in the first seconds,
 * and whoever has just come looks at the same empty picture meanwhile.
 *
 * @param pace How urgent the answer is.
 * @param progress How long nothing new has come.
 * @param random Source of jitter in [0, 1).
 * @returns Delay in milliseconds.
 */
export function pollDelayMs(
  pace: PollPace,
  { emptyPolls, quietMs }: PollProgress,
  random: () => number,
): number {
  if (pace === "eager" && quietMs < EAGER_WINDOW_MS) return EAGER_INTERVAL_MS;
  const jitter = 1 + JITTER_SHARE * (2 * random() - 1);
  if (pace === "keen" && quietMs < KEEN_WINDOW_MS) {
    return KEEN_INTERVAL_MS * jitter;
  }
  if (pace === "slow") return SLOW_INTERVAL_MS * jitter;
  if (pace === "slowing") {
    const slowingMs = FIRST_SLOWING_MS * 2 ** Math.min(emptyPolls, 20);
    return Math.min(SLOW_INTERVAL_MS, slowingMs) * jitter;
  }
  const grownMs = MIN_INTERVAL_MS *
    GROWTH_PER_POLL ** Math.max(0, Math.min(emptyPolls, 20) - 1);
  return Math.min(
    MAX_INTERVAL_MS,
    Math.max(MIN_INTERVAL_MS, grownMs * jitter),
  );
}
