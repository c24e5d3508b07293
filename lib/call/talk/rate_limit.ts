/**
 * How many messages one side of a call may send: a bucket of tokens.
 *
 * @module
 */

/** The size of a bucket. */
export interface Rate {
  /** Messages at once. */
  readonly burst: number;
  /** Messages each second in the long run. */
  readonly perSecond: number;
}

/** Counts the messages of one sender. */
export class RateLimit {
  readonly #rate: Rate;
  #tokens: number;
  #atMs: number;

  /** Begins with a full bucket. */
  constructor(rate: Rate, nowMs: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#atMs = nowMs;
  }

  /** Says whether one more message is within the limit, and counts it if so. */
  take(nowMs: number): boolean {
    const { burst, perSecond } = this.#rate;
    // A clock that was put back gives nothing.
    const passedMs = Math.max(0, nowMs - this.#atMs);
    this.#atMs = nowMs;
    const filled = this.#tokens + passedMs * perSecond / 1_000;
    this.#tokens = Math.min(burst, filled);
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
