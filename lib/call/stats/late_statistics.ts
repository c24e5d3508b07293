/**
 * The statistics of calls before they are there: they are loaded with the first
 * call, once it has come about.
 *
 * @module
 */

import type { CallStatistics, WatchedView } from "./call_statistics.ts";

/** What is loaded late. */
export type Followed = Pick<CallStatistics, "follow" | "depart" | "close">;

/** Follows a visit as soon as it can. */
export class LateStatistics {
  readonly #load: () => Promise<Followed>;
  #followed: Followed | null = null;
  #view: WatchedView | null = null;
  #pairId: string | null = null;
  #isClosed = false;

  /**
   * Loads nothing yet.
   *
   * @param load Loads and opens the statistics.
   */
  constructor(load: () => Promise<Followed>) {
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
    void this.#open();
  }

  /** The page goes. */
  depart(): void {
    this.#followed?.depart();
  }

  /** Ends everything. */
  close(): void {
    this.#isClosed = true;
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
