/**
 * Token buckets, in memory, for one process.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { ApiError } from "@/lib/protocol/errors.ts";

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

/** Clients remembered at most; the oldest are forgotten, in their favour. */
const MAX_CLIENTS = 50_000;

/** Counts the calls of each client against one limit. */
export class RateLimiter {
  readonly #limit: RateLimit;
  readonly #now: Clock;
  readonly #buckets = new Map<string, Bucket>();

  /**
   * Makes a limiter that has seen nobody.
   *
   * @param limit How much each client may do.
   * @param now Tells the time.
   */
  constructor(limit: RateLimit, now: Clock) {
    this.#limit = limit;
    this.#now = now;
  }

  /**
   * Counts one call.
   *
   * @param cost What it counts as, where calls differ in weight.
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
    if (bucket.tokens < cost) return (cost - bucket.tokens) / perSecond;
    bucket.tokens -= cost;
    return 0;
  }

  /**
   * Counts one call and refuses it over the limit.
   *
   * @param cost What it counts as, where calls differ in weight.
   * @throws {ApiError} `slow-down` with `Retry-After`.
   */
  require(client: string, cost = 1): void {
    const waitSeconds = this.take(client, cost);
    if (waitSeconds === 0) return;
    throw new ApiError("slow-down", "too many requests", {
      "retry-after": String(Math.ceil(waitSeconds)),
    });
  }

  #open(client: string, now: number): Bucket {
    if (this.#buckets.size >= MAX_CLIENTS) {
      const oldest = this.#buckets.keys().next().value!;
      this.#buckets.delete(oldest);
    }
    const bucket = { tokens: this.#limit.burst, at: now };
    this.#buckets.set(client, bucket);
    return bucket;
  }
}
