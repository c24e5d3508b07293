/**
 * How many people are on the site and how long one usually waits, asked again
 * and again while somebody waits.
 *
 * @module
 */

import * as z from "zod/mini";
import { repeat } from "./repeat.ts";
import type { Timers } from "./timers.ts";

/** Time between two questions, milliseconds. */
export const ONLINE_EVERY_MS = 10_000;

/** Time before the first one: most are matched by then, milliseconds. */
export const ONLINE_FIRST_MS = 1_000;

const RHYTHM = { firstMs: ONLINE_FIRST_MS, everyMs: ONLINE_EVERY_MS };

/** What is told of the site. */
export interface OnlineCount {
  /** How many people are here. */
  readonly online: number;
  /** The usual wait of those who want alike, milliseconds; missing: unknown. */
  readonly usualWaitMs?: number;
}

const answerSchema: z.ZodMiniType<OnlineCount> = z.object({
  // Whoever asks is here: a server that does not know of them knows nothing.
  online: z.number().check(z.minimum(1)),
  usualWaitMs: z.exactOptional(z.number().check(z.positive())),
});

/** What it needs of the browser. */
export interface OnlineCountDeps {
  /** Asks the server. */
  readonly fetch: (path: string) => Promise<Response>;
  /** Clock and alarm. */
  readonly timers: Pick<Timers, "after">;
}

/**
 * Asks until told to stop. What cannot be had is passed over: the figures are
 * a pleasantry.
 *
 * @param onCount Told of every answer.
 * @returns Ends it.
 */
export function watchOnlineCount(
  { fetch, timers }: OnlineCountDeps,
  onCount: (count: OnlineCount) => void,
): () => void {
  return repeat(timers, RHYTHM, async (signal) => {
    try {
      const answer = await (await fetch("/api/rtc/online")).json();
      const parsed = answerSchema.safeParse(answer);
      if (parsed.success && !signal.aborted) onCount(parsed.data);
    } catch {
      // Asked again in a while.
    }
  });
}
