/**
 * Doing something again and again.
 *
 * @module
 */

import type { Timers } from "./timers.ts";

/** When something is done. */
export interface Rhythm {
  /** Time before it is done first, milliseconds. */
  readonly firstMs: number;
  /** Pause after each time, milliseconds. */
  readonly everyMs: number;
}

/**
 * Does something until it is ended, never twice at once.
 *
 * @param act Does it, and rejects never; its signal is aborted at the end, also
 * in the middle of it.
 * @returns Ends it.
 */
export function repeat(
  timers: Pick<Timers, "after">,
  { firstMs, everyMs }: Rhythm,
  act: (signal: AbortSignal) => Promise<void>,
): () => void {
  const end = new AbortController();
  const { signal } = end;
  let cancel = timers.after(firstMs, go);
  async function go(): Promise<void> {
    await act(signal);
    if (!signal.aborted) cancel = timers.after(everyMs, go);
  }
  return () => {
    end.abort();
    cancel();
  };
}
