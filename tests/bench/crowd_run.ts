/**
 * What the visitors of one run of load share.
 *
 * @module
 */

import type { LoadResult } from "./load_result.ts";

/** Thrown where a visitor is when the run ends. */
class RunOver extends Error {}

/** What one member of a pair tells the other, outside the server. */
export class Meeting {
  readonly #told = new Map<string, PromiseWithResolvers<void>>();

  /** Says that something was posted. */
  tell(what: string): void {
    this.#of(what).resolve();
  }

  /** Waits until something was posted. */
  async hear(what: string): Promise<void> {
    await this.#of(what).promise;
  }

  #of(what: string): PromiseWithResolvers<void> {
    let known = this.#told.get(what);
    if (known === undefined) {
      this.#told.set(what, known = Promise.withResolvers());
    }
    return known;
  }
}

/** One run of load: counts, times, and where members of a pair meet. */
export class CrowdRun {
  /** How visitors wait; see `CrowdOptions`. */
  readonly pace: "told" | "page";
  /** Requests answered. */
  requests = 0;
  /** Requests among them that were sent away under load. */
  refused = 0;
  /** Ends the waits that are under way. */
  readonly #waits = new Set<(error: RunOver) => void>();
  #isOver = false;
  readonly #meetings = new Map<string, Meeting>();
  readonly #visitMs: number[] = [];
  readonly #partsMs = new Map<string, number>();

  constructor(pace: "told" | "page") {
    this.pace = pace;
  }

  /** Ends the run: whoever is under way is not counted. */
  end(): void {
    this.#isOver = true;
    for (const give of this.#waits) give(new RunOver());
  }

  /** Runs a visitor to the end of the run. */
  async untilOver(visit: () => Promise<void>): Promise<void> {
    try {
      await visit();
    } catch (error) {
      if (!(error instanceof RunOver)) throw error;
    }
  }

  /** Waits for something, at most to the end of the run. */
  async wait(what: Promise<void>): Promise<void> {
    this.check();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waits.add(reject);
    what.then(resolve, reject);
    try {
      await promise;
    } finally {
      this.#waits.delete(reject);
    }
  }

  /** Throws once the run is over. */
  check(): void {
    if (this.#isOver) throw new RunOver();
  }

  /** Finds where the members of a pair meet. */
  meetingOf(pairId: string): Meeting {
    const known = this.#meetings.get(pairId);
    if (known !== undefined) {
      // The second member has it now: nobody else asks.
      this.#meetings.delete(pairId);
      return known;
    }
    const meeting = new Meeting();
    this.#meetings.set(pairId, meeting);
    return meeting;
  }

  /** Counts one visitor's whole call. */
  noteVisit(visitMs: number): void {
    this.#visitMs.push(visitMs);
  }

  /** Counts the time of a part of a call. */
  notePart(name: string, partMs: number): void {
    this.#partsMs.set(name, (this.#partsMs.get(name) ?? 0) + partMs);
  }

  /** What was measured; two visits are one handshake. */
  result(elapsedMs: number): LoadResult {
    const visits = Math.max(1, this.#visitMs.length);
    return {
      handshakes: this.#visitMs.length / 2,
      requests: this.requests,
      refused: this.refused,
      elapsedMs,
      handshakeMs: this.#visitMs.sort((a, b) => a - b),
      partsMs: Object.fromEntries(
        [...this.#partsMs].map(([name, ms]) => [name, ms / visits]),
      ),
    };
  }
}
