/**
 * How many people are on the site, asked again and again while somebody waits.
 *
 * @module
 */

import * as z from "zod/mini";
import type { Timers } from "./timers.ts";

/** Time between two questions, milliseconds. */
export const ONLINE_EVERY_MS = 10_000;

const answerSchema: z.ZodMiniType<{ online: number }> = z.object({
  online: z.number().check(z.minimum(0)),
});

/** What it needs of the browser. */
export interface OnlineCountDeps {
  /** Asks the server. */
  readonly fetch: (path: string) => Promise<Response>;
  /** Clock and alarm. */
  readonly timers: Pick<Timers, "after">;
}

/**
 * Asks until told to stop. What cannot be had is passed over: the number is a
 * pleasantry.
 *
 * @param onCount Told of every answer.
 * @returns Ends it.
 */
export function watchOnlineCount(
  { fetch, timers }: OnlineCountDeps,
  onCount: (online: number) => void,
): () => void {
  let isOver = false;
  let cancel = () => {};
  async function ask(): Promise<void> {
    try {
      const answer = await (await fetch("/api/rtc/online")).json();
      const parsed = answerSchema.safeParse(answer);
      if (parsed.success && !isOver) onCount(parsed.data.online);
    } catch {
      // Asked again in a while.
    }
    if (!isOver) cancel = timers.after(ONLINE_EVERY_MS, () => void ask());
  }
  void ask();
  return () => {
    isOver = true;
    cancel();
  };
}
