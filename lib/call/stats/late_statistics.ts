/**
 * The statistics of calls before they are there: they are loaded with the first
 * call, once it has come about.
 *
 * @module
 */

import type { Timers } from "../timers.ts";
import type { CallStatistics, WatchedView } from "./call_statistics.ts";

/** What is loaded late. */
export type Followed = Pick<CallStatistics, "follow" | "depart" | "close">;

/**
 * Milliseconds into the first call after which they are loaded: later than the
 * first picture, whose way is not to be crossed.
 */
export const LOAD_AFTER_MS = 1_000;

/** Follows a visit as soon as it can. */
export class LateStatistics {
  readonly #timers: Pick<Timers, "after">;
  readonly #load: () => Promise<Followed>;
  #followed: Followed | null = null;
  #view: WatchedView | null = null;
  #pairId: string | null = null;
  #isClosed = false;
  #cancelLoading: () => void = () => {};

  /**
   * Loads nothing yet.
   *
   * @param timers Alarm.
   * @param load Loads and opens the statistics.
   */
  constructor(timers: Pick<Timers, "after">, load: () => Promise<Followed>) {
    this.#timers = timers;
    this.#load = load;
  }

  /** Takes note of the visit, changed or not. */
  follow(view: WatchedView): void {
    this.#view = view;
    this.#followed?.follow(view);
    const { state } = view;
    if (this.#followed !== null || state.name !== "live") return;
    if (state.match.pairId === this.#pairId) return;
    this.#pairId = state.match.pairId;
    this.#cancelLoading();
    this.#cancelLoading = this.#timers.after(
      LOAD_AFTER_MS,
      () => void this.#open(),
    );
  }

  /** The page goes. */
  depart(): void {
    this.#followed?.depart();
  }

  /** Ends everything. */
  close(): void {
    this.#isClosed = true;
    this.#cancelLoading();
    this.#followed?.close();
  }

  async #open(): Promise<void> {
    let followed: Followed;
    try {
      followed = await this.#load();
    } catch {
      // The next call tries again: this one goes on without.
      return;
    }
    if (this.#isClosed || this.#followed !== null) return followed.close();
    this.#followed = followed;
    followed.follow(this.#view!);
  }
}
