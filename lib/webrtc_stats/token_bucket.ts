/**
 * How often one visitor's page may tell the server of its calls: fewer than ten
 * times in any minute (DESIGN.md §3), whatever happens.
 *
 * Two at once and one more every 10 s are at most 8 in any 60 s. One more may
 * be taken ahead for the last words of a call, which makes 9.
 *
 * @module
 */

/** How many may follow each other at once. */
const BURST = 2;

/** Time until another one may follow, milliseconds. */
export const REFILL_MS = 10_000;

/** What is left. */
export interface TokenBucket {
  /** Tokens; −1 after last words that were taken ahead. */
  readonly tokens: number;
  /** When that was so, Unix milliseconds. */
  readonly atMs: number;
}

/** One of which nothing was taken. */
export const FULL_BUCKET: TokenBucket = { tokens: BURST, atMs: 0 };

/**
 * Takes a token.
 *
 * @param isLast Whether these are the last words of a call.
 * @returns What is left; `null` when there is none to be had.
 */
export function takeToken(
  { tokens, atMs }: TokenBucket,
  nowMs: number,
  isLast = false,
): TokenBucket | null {
  // A clock that is set back fills nothing.
  const refilled = Math.max(0, nowMs - atMs) / REFILL_MS;
  const left = Math.min(BURST, tokens + refilled) - 1;
  return left >= (isLast ? -1 : 0) ? { tokens: left, atMs: nowMs } : null;
}
