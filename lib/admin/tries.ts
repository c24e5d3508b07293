/**
 * Counting guesses.
 *
 * @module
 */

import { LRUCache } from "lru-cache";
import type { Clock } from "@/lib/clock.ts";

/** Guesses that one address has in {@link WINDOW_MS}. */
export const MAX_TRIES = 5;

/** The time that guesses are counted over, milliseconds. */
export const WINDOW_MS = 15 * 60_000;

/** Addresses remembered; to push one out takes as many others. */
const MAX_ADDRESSES = 10_000;

interface Window {
  count: number;
  startedAt: number;
}

/** Counts the guesses of each address, for one process. */
export class Tries {
  readonly #now: Clock;
  readonly #windows = new LRUCache<string, Window>({ max: MAX_ADDRESSES });

  /**
   * Begins with nobody having guessed.
   *
   * @param now Tells the time.
   */
  constructor(now: Clock) {
    this.#now = now;
  }

  /**
   * Asks for a guess.
   *
   * @param address Whose it is, as `aboutAddress()` names them.
   * @returns Seconds to wait; 0 when the guess may be looked at.
   */
  waitSeconds(address: string): number {
    const window = this.#windowOf(address);
    if (window.count < MAX_TRIES) return 0;
    return Math.ceil((window.startedAt + WINDOW_MS - this.#now()) / 1000);
  }

  /**
   * Takes note of a guess before it is looked at, so that many at once count.
   *
   * @returns How many there were with this one.
   */
  noteGuess(address: string): number {
    return ++this.#windowOf(address).count;
  }

  #windowOf(address: string): Window {
    const now = this.#now();
    const window = this.#windows.get(address);
    // A clock that went back must not make a window longer.
    if (window !== undefined && window.startedAt > now) window.startedAt = now;
    if (window !== undefined && now - window.startedAt < WINDOW_MS) {
      return window;
    }
    const fresh = { count: 0, startedAt: now };
    this.#windows.set(address, fresh);
    return fresh;
  }
}
