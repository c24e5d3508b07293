/**
 * Requests that must come to an end: a network that swallows everything
 * neither answers nor refuses.
 *
 * @module
 */

import type { Timers } from "../timers.ts";

/** When a request ends without an answer. */
export interface Deadline {
  /** Milliseconds until it is given up. */
  readonly timeoutMs: number;
  /** Ends it earlier. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs something that takes a signal. Written out because `AbortSignal.any()`
 * is younger than the browsers we support.
 *
 * @param run What to run; it rejects once its signal aborts.
 */
export async function withDeadline<T>(
  timers: Timers,
  { timeoutMs, signal }: Deadline,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort, { once: true });
  const cancel = timers.after(timeoutMs, () => controller.abort());
  try {
    return await run(controller.signal);
  } finally {
    cancel();
    signal?.removeEventListener("abort", abort);
  }
}
