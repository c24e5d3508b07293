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
 * Milliseconds from the match to the other side's first word. Longer than a
 * slow network needs, shorter than one cares to look at somebody who is gone.
 */
export const SILENCE_TIMEOUT_MS = 7_000;

/** What is watched, and what happens when it takes too long. */
export interface Patience {
  /** Tells how far the call has come. */
  readonly funnel: () => Funnel;
  /** Called once when it took too long. */
  readonly giveUp: () => void;
}

/**
 * Watches a call that was just matched: soon whether the other side says
 * anything at all, later whether a connection stands.
 *
 * @returns Ends the watch.
 */
export function watchOver(
  timers: Timers,
  { funnel, giveUp }: Patience,
): () => void {
  let cancel = timers.after(SILENCE_TIMEOUT_MS, () => {
    const { offer, answer } = funnel().reachedAtMs;
    if (offer === undefined || answer === undefined) return giveUp();
    cancel = timers.after(CONNECT_TIMEOUT_MS - SILENCE_TIMEOUT_MS, giveUp);
  });
  return () => cancel();
}
