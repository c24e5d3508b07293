/**
 * How long a call may take to come about.
 *
 * @module
 */

import type { Funnel } from "../report/funnel.ts";
import type { Timers } from "../timers.ts";

/** Milliseconds from the match to a connection before the call has failed. */
export const CONNECT_TIMEOUT_MS = 15_000;
/**
 * Milliseconds from the match to the other side's first word. Longer than a slow
 * network needs, and shorter than the whole timeout: somebody who says nothing
 * at all is most likely gone.
 */
export const SILENCE_TIMEOUT_MS = 7_000;

/** What a connect timeout needs. */
export interface ConnectTimeout {
  /** Tells how far the call has come. */
  readonly funnel: () => Funnel;
  /**
   * Tells whether the other side was heard of since the match. An offer that
   * waited with their place in the queue is no such word: whoever made it may
   * have fallen asleep since.
   */
  readonly isHeard: () => boolean;
  /** Called once when it took too long. */
  readonly onTimeout: () => void;
}

/**
 * Starts the timeout of a call that was just matched. After 7 s both
 * descriptions must be there, and the other side heard of; after 15 s the
 * connection.
 *
 * @returns Cancels the timeout.
 */
export function startConnectTimeout(
  timers: Timers,
  { funnel, isHeard, onTimeout }: ConnectTimeout,
): () => void {
  let cancel = timers.after(SILENCE_TIMEOUT_MS, () => {
    const { offer, answer } = funnel().reachedAtMs;
    const isSilent = offer === undefined || answer === undefined || !isHeard();
    if (isSilent) return onTimeout();
    cancel = timers.after(CONNECT_TIMEOUT_MS - SILENCE_TIMEOUT_MS, onTimeout);
  });
  return () => cancel();
}
