/**
 * What one client has left of one limit.
 *
 * @module
 */

import { ApiError } from "@/lib/protocol/errors.ts";
import { MAX_RETRY_AFTER_SECONDS } from "@/lib/protocol/limits.ts";

/** How much one client may do. */
export interface RateLimit {
  /** Calls that may come at once. */
  burst: number;
  /** Calls per second after that. */
  perSecond: number;
}

/** A token bucket: full at first, emptied by calls, filled by time. */
export class TokenBucket {
  readonly #limit: RateLimit;
  #tokens: number;
  #at: number;

  /**
   * Makes a full bucket.
   *
   * @param now Current time, Unix milliseconds.
   */
  constructor(limit: RateLimit, now: number) {
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#at = now;
  }

  /**
   * Counts one call. One that is refused costs nothing.
   *
   * @param cost What it counts as, where calls differ in weight; more than a
   * burst counts as a burst, or it would be refused for ever.
   * @param now Current time, Unix milliseconds.
   * @returns Seconds to wait before the next try; 0 when the call may go on.
   */
  take(cost: number, now: number): number {
    const { burst, perSecond } = this.#limit;
    const passedMs = Math.max(0, now - this.#at);
    this.#tokens = Math.min(burst, this.#tokens + passedMs * perSecond / 1000);
    this.#at = now;
    const price = Math.min(cost, burst);
    if (this.#tokens < price) return (price - this.#tokens) / perSecond;
    this.#tokens -= price;
    return 0;
  }

  /** Takes back what a call was counted for and did not cost. */
  giveBack(cost: number): void {
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + cost);
  }
}

/**
 * Refuses a call that is over a limit.
 *
 * @param waitSeconds What {@link TokenBucket.take} returned.
 * @throws {ApiError} `slow-down` with `Retry-After`, which never asks for more
 * than clients will wait.
 */
export function refuseOver(waitSeconds: number): void {
  if (waitSeconds === 0) return;
  const askedSeconds = Math.min(
    Math.ceil(waitSeconds),
    MAX_RETRY_AFTER_SECONDS,
  );
  throw new ApiError("slow-down", "too many requests", {
    "retry-after": String(askedSeconds),
  });
}
