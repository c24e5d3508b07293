/**
 * Token buckets, in memory, for one process.
 *
 * @module
 */

import { LRUCache } from "lru-cache";
import type { Clock } from "@/lib/clock.ts";
import { ApiError } from "@/lib/protocol/errors.ts";
import { MAX_RETRY_AFTER_SECONDS } from "@/lib/protocol/limits.ts";

/** How much one client may do. */
export interface RateLimit {
  /** Calls that may come at once. */
  burst: number;
  /** Calls per second after that. */
  perSecond: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Clients remembered at most. Over that, whoever was idle longest is forgotten,
 * which gives them a full bucket. To be forgotten on purpose somebody has to
 * call under this many other names first, and each of those calls would have
 * been let through anyway: it gains nothing.
 */
const MAX_CLIENTS = 20_000;

/**
 * Counts the calls of each client against one limit.
 *
 * @example A burst, then a call a second
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { RateLimiter } from "@/lib/safety/rate_limit.ts";
 *
 * let nowMs = 0;
 * const limiter = new RateLimiter({ burst: 2, perSecond: 1 }, () => nowMs);
 * equal(limiter.take("somebody"), 0);
 * equal(limiter.take("somebody"), 0);
 * equal(limiter.take("somebody"), 1); // seconds to wait
 * equal(limiter.take("somebody else"), 0);
 * nowMs += 1_000;
 * equal(limiter.take("somebody"), 0);
 * ```
 */
export class RateLimiter {
  readonly #limit: RateLimit;
  readonly #now: Clock;
  readonly #buckets: LRUCache<string, Bucket>;

  /**
   * Makes a limiter that has seen nobody.
   *
   * @param limit How much each client may do.
   * @param now Tells the time.
   * @param maxClients How many clients are remembered.
   */
  constructor(limit: RateLimit, now: Clock, maxClients: number = MAX_CLIENTS) {
    this.#limit = limit;
    this.#now = now;
    this.#buckets = new LRUCache({ max: maxClients });
  }

  /**
   * Counts one call. One that is refused costs nothing.
   *
   * @param cost What it counts as, where calls differ in weight; more than a
   * burst counts as a burst, or it would be refused for ever.
   * @returns Seconds to wait before the next try; 0 when the call may go on.
   */
  take(client: string, cost = 1): number {
    const { burst, perSecond } = this.#limit;
    const now = this.#now();
    const bucket = this.#buckets.get(client) ?? this.#open(client, now);
    const passedMs = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(
      burst,
      bucket.tokens + passedMs * perSecond / 1000,
    );
    bucket.at = now;
    const price = Math.min(cost, burst);
    if (bucket.tokens < price) return (price - bucket.tokens) / perSecond;
    bucket.tokens -= price;
    return 0;
  }

  /**
   * Counts one call and refuses it over the limit.
   *
   * @param cost What it counts as, where calls differ in weight.
   * @throws {ApiError} `slow-down` with `Retry-After`, which never asks for more
   * than clients will wait.
   */
  require(client: string, cost = 1): void {
    const waitSeconds = this.take(client, cost);
    if (waitSeconds === 0) return;
    const askedSeconds = Math.min(
      Math.ceil(waitSeconds),
      MAX_RETRY_AFTER_SECONDS,
    );
    throw new ApiError("slow-down", "too many requests", {
      "retry-after": String(askedSeconds),
    });
  }

  #open(client: string, now: number): Bucket {
    const bucket = { tokens: this.#limit.burst, at: now };
    this.#buckets.set(client, bucket);
    return bucket;
  }
}
