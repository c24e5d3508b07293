/**
 * One limit for many clients, in memory, for one process.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { RecentlyUsed } from "@/lib/recently_used.ts";
import { type RateLimit, refuseOver, TokenBucket } from "./token_bucket.ts";

/**
 * Clients remembered at most. Over that, whoever was idle longest is forgotten,
 * which gives them a full bucket. To be forgotten on purpose somebody has to
 * call under this many other names first, and each of those calls would have
 * been let through anyway: it gains nothing. Twice the visitors that a server is
 * made for at once; one takes up to 680 bytes (measured, 2026-11-22).
 */
export const MAX_CLIENTS = 10_000;

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
  readonly #buckets: RecentlyUsed<TokenBucket>;

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
    this.#buckets = new RecentlyUsed(maxClients);
  }

  /** Counts one call; see {@link TokenBucket.take}. */
  take(client: string, cost = 1): number {
    const now = this.#now();
    let bucket = this.#buckets.get(client);
    if (bucket === undefined) {
      bucket = new TokenBucket(this.#limit, now);
      this.#buckets.set(client, bucket);
    }
    return bucket.take(cost, now);
  }

  /** Counts one call and refuses it over the limit; see {@link refuseOver}. */
  require(client: string, cost = 1): void {
    refuseOver(this.take(client, cost));
  }
}
