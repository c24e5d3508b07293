/**
 * Where in a log the n-th candidate is.
 *
 * Readers ask by number, the store finds by key. Entries of a log never change
 * and nothing ever comes before an entry that was read, so a place once found
 * stays right. What is lost when a process ends is found again by reading.
 *
 * @module
 */

import { RecentlyUsed } from "@/lib/recently_used.ts";

/** A place between two entries of a log. */
export interface LogPosition {
  /** Candidates before it. */
  count: number;
  /** Their size, characters. */
  sizeChars: number;
  /** Last part of the key of the entry before it; empty at the start. */
  stamp: string;
}

/** The place before the first entry. */
export const LOG_START: LogPosition = { count: 0, sizeChars: 0, stamp: "" };

const MAX_LOGS = 1_000;

/** Remembers some places of the logs that were read last. */
export class LogPositions {
  readonly #ofLog = new RecentlyUsed<LogPosition[]>(MAX_LOGS);
  readonly #gapChars: number;

  /**
   * Starts with no place known.
   *
   * @param gapChars How far apart remembered places of one log are at least,
   * characters; a log shorter than that needs none.
   */
  constructor(gapChars: number) {
    this.#gapChars = gapChars;
  }

  /** Finds the last known place with at most `count` candidates before it. */
  before(log: string, count: number): LogPosition {
    const known = this.#ofLog.get(log);
    return known?.findLast((place) => place.count <= count) ?? LOG_START;
  }

  /** Takes note of a place, when it is far enough behind the last known. */
  note(log: string, place: LogPosition): void {
    if (place.sizeChars < this.#gapChars) return;
    const known = this.#ofLog.get(log) ?? [];
    const last = known.at(-1) ?? LOG_START;
    if (place.sizeChars - last.sizeChars < this.#gapChars) return;
    this.#ofLog.set(log, [...known, place]);
  }
}
