/**
 * How far the peer's candidates were read, and whether more are to come.
 *
 * @module
 */

import type { ReceivedCandidate } from "./rest_client.ts";

/** The reading of one pair's log. */
export class CandidateLog {
  /** The pair. */
  readonly pairId: string;
  #count = 0;
  #isComplete = false;
  #gen = 0;

  /** Begins to read the log of a pair. */
  constructor(pairId: string) {
    this.pairId = pairId;
  }

  /** Candidates read so far; where reading goes on. */
  get count(): number {
    return this.#count;
  }

  /** Whether the peer said that there are no more. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Takes note of what was read. */
  note(entries: readonly ReceivedCandidate[]): void {
    this.#count += entries.length;
    this.#isComplete = entries.some(({ cand }) => cand.candidate === "");
  }

  /**
   * Takes note of a negotiation: a new one has candidates of its own.
   *
   * @returns Whether there was nothing to come before, and is now.
   */
  goesOnIn(gen: number): boolean {
    if (gen <= this.#gen) return false;
    this.#gen = gen;
    const wasComplete = this.#isComplete;
    this.#isComplete = false;
    return wasComplete;
  }
}
