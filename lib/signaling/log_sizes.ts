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

import { LRUCache } from "lru-cache";

/**
 * Most that one side may log, in characters: some 2,000 candidates, where a
 * call has 20 and an ICE restart brings as many again.
 */
export const MAX_LOG_CHARS = 500_000;

/** How much a process appends before it looks at what others appended. */
export const LOOK_EVERY_CHARS = 50_000;

/** Logs whose size is remembered; those idle longest are forgotten. */
const MAX_REMEMBERED = 10_000;

interface Size {
  /** What is known of the log's size. */
  chars: number;
  /** Beyond this the log is looked at again. */
  lookAtChars: number;
}

/** Keeps logs below their limit. */
export class LogSizes {
  readonly #sizes = new LRUCache<string, Size>({ max: MAX_REMEMBERED });

  /**
   * Sets room aside for an append.
   *
   * @param log Names the log.
   * @param chars Size of what is to be appended.
   * @param look Reads the size of the log.
   * @returns `false` when it would pass the limit.
   */
  async reserve(
    log: string,
    chars: number,
    look: () => Promise<number>,
  ): Promise<boolean> {
    const size = this.#of(log);
    size.chars += chars;
    if (size.chars > size.lookAtChars) {
      // One look is enough for those who append at the same moment.
      size.lookAtChars += LOOK_EVERY_CHARS;
      size.chars = Math.max(size.chars, await look() + chars);
      size.lookAtChars = size.chars + LOOK_EVERY_CHARS;
    }
    if (size.chars <= MAX_LOG_CHARS) return true;
    size.chars -= chars;
    return false;
  }

  #of(log: string): Size {
    let size = this.#sizes.get(log);
    if (size === undefined) {
      size = { chars: 0, lookAtChars: LOOK_EVERY_CHARS };
      this.#sizes.set(log, size);
    }
    return size;
  }
}
