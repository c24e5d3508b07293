/**
 * How large logs may grow.
 *
 * Several instances may append to one log. A process adds up what it appends
 * itself, and looks at the whole log after every {@link LOOK_EVERY_CHARS}. So
 * a log passes its limit by that much for each further instance at most, and
 * an ordinary call is never looked at.
 *
 * @module
 */

import { RecentlyUsed } from "@/lib/recently_used.ts";
import type { Side } from "@/lib/protocol/role.ts";

/**
 * Most that one side may log, in characters: some 2,000 candidates, where a
 * call has 20 and an ICE restart brings as many again.
 */
export const MAX_LOG_CHARS = 500_000;

/** How much a process appends before it looks at what others appended. */
export const LOOK_EVERY_CHARS = 50_000;

/** Pairs whose logs are remembered; those idle longest are forgotten. */
const MAX_REMEMBERED = 10_000;

/** One side's log of a pair. */
export interface Log {
  /** The pair. */
  pairId: string;
  /** Whose log it is. */
  side: Side;
}

interface Size {
  /** What is known of the log's size. */
  chars: number;
  /** Beyond this the log is looked at again. */
  lookAtChars: number;
}

/** Keeps logs below their limit. */
export class LogSizes {
  readonly #ofPair = new RecentlyUsed<Record<Side, Size>>(MAX_REMEMBERED);

  /**
   * Sets room aside for an append.
   *
   * @param chars Size of what is to be appended.
   * @param look Reads the size of the log.
   * @returns `false` when it would pass the limit; at once while the log is far
   * from it, as nearly all are.
   */
  reserve(
    { pairId, side }: Log,
    chars: number,
    look: () => Promise<number>,
  ): boolean | Promise<boolean> {
    const size = this.#of(pairId)[side];
    size.chars += chars;
    return size.chars > size.lookAtChars
      ? reserveByLook(size, chars, look)
      : reserveIn(size, chars);
  }

  #of(pairId: string): Record<Side, Size> {
    let sizes = this.#ofPair.get(pairId);
    if (sizes === undefined) {
      const empty = { chars: 0, lookAtChars: LOOK_EVERY_CHARS };
      sizes = { a: { ...empty }, b: { ...empty } };
      this.#ofPair.set(pairId, sizes);
    }
    return sizes;
  }
}

async function reserveByLook(
  size: Size,
  chars: number,
  look: () => Promise<number>,
): Promise<boolean> {
  // One look is enough for those who append at the same moment.
  size.lookAtChars += LOOK_EVERY_CHARS;
  const seenChars = await look() + chars;
  // Read after the look: meanwhile others may have set room aside.
  size.chars = Math.max(size.chars, seenChars);
  size.lookAtChars = size.chars + LOOK_EVERY_CHARS;
  return reserveIn(size, chars);
}

function reserveIn(size: Size, chars: number): boolean {
  if (size.chars <= MAX_LOG_CHARS) return true;
  size.chars -= chars;
  return false;
}
