import { equal, ok, throws } from "node:assert/strict";
import { ApiError } from "@/lib/protocol/errors.ts";
import { MAX_RETRY_AFTER_SECONDS } from "@/lib/protocol/limits.ts";
import { RateLimiter } from "@/lib/safety/rate_limit.ts";
import { TokenBucket } from "@/lib/safety/token_bucket.ts";
import { TestClock } from "@/tests/helpers.ts";

Deno.test("RateLimiter lets a burst through, then its rate", () => {
  const clock = new TestClock();
  const limiter = new RateLimiter({ burst: 3, perSecond: 2 }, clock.now);
  for (let i = 0; i < 3; i++) equal(limiter.take("a"), 0);
  equal(limiter.take("a"), 0.5);
  clock.advance(500);
  equal(limiter.take("a"), 0);
  ok(limiter.take("a") > 0);
});

Deno.test("RateLimiter counts each client by itself", () => {
  const limiter = new RateLimiter(
    { burst: 1, perSecond: 1 },
    new TestClock().now,
  );
  equal(limiter.take("a"), 0);
  equal(limiter.take("b"), 0);
});

Deno.test("RateLimiter never saves up more than a burst", () => {
  const clock = new TestClock();
  const limiter = new RateLimiter({ burst: 2, perSecond: 10 }, clock.now);
  limiter.take("a");
  clock.advance(3_600_000);
  equal(limiter.take("a"), 0);
  equal(limiter.take("a"), 0);
  ok(limiter.take("a") > 0);
});

Deno.test("RateLimiter is not undone by a clock that goes back", () => {
  const clock = new TestClock();
  const limiter = new RateLimiter({ burst: 1, perSecond: 1 }, clock.now);
  limiter.take("a");
  clock.advance(-60_000);
  ok(limiter.take("a") > 0);
  clock.advance(1_000);
  equal(limiter.take("a"), 0);
});

Deno.test("RateLimiter.require() says when to come back, in whole seconds", () => {
  const limiter = new RateLimiter(
    { burst: 1, perSecond: 0.1 },
    new TestClock().now,
  );
  limiter.require("a");
  throws(() => limiter.require("a"), (error: ApiError) => {
    equal(error.code, "slow-down");
    equal(error.headers["retry-after"], "10");
    return true;
  });
});

Deno.test("RateLimiter.require() never asks for a wait that nobody waits", () => {
  const limiter = new RateLimiter(
    { burst: 1, perSecond: 0.01 },
    new TestClock().now,
  );
  limiter.require("a");
  throws(() => limiter.require("a"), (error: ApiError) => {
    equal(error.headers["retry-after"], String(MAX_RETRY_AFTER_SECONDS));
    return true;
  });
});

Deno.test("RateLimiter takes a cost above the burst as a burst", () => {
  const clock = new TestClock();
  const limiter = new RateLimiter({ burst: 2, perSecond: 1 }, clock.now);
  equal(limiter.take("a", 5), 0);
  equal(limiter.take("a", 5), 2);
  clock.advance(2_000);
  equal(limiter.take("a", 5), 0);
});

/** Somebody who is out of calls, in a limiter that remembers three. */
function exhausted() {
  const limiter = new RateLimiter(
    { burst: 1, perSecond: 0.001 },
    new TestClock().now,
    3,
  );
  equal(limiter.take("a"), 0);
  ok(limiter.take("a") > 0);
  return limiter;
}

Deno.test("RateLimiter forgets whoever was idle longest", () => {
  const limiter = exhausted();
  for (const other of ["b", "c", "d"]) limiter.take(other);
  ok(limiter.take("b") > 0, "remembered");
  equal(limiter.take("a"), 0, "forgotten");
});

Deno.test("RateLimiter does not forget who goes on calling, refused or not", () => {
  const limiter = exhausted();
  for (let i = 0; i < 20; i++) {
    equal(limiter.take(`flood-${i}`), 0);
    ok(limiter.take("a") > 0, `after ${i + 1} newcomers`);
  }
});

Deno.test("RateLimiter holds an exhausted client against a flood as large as it", () => {
  const limiter = exhausted();
  // Two newcomers fill the limiter; known ones who call again push nobody out.
  for (let i = 0; i < 20; i++) limiter.take(`flood-${i % 2}`);
  ok(limiter.take("a") > 0);
});

Deno.test("a bucket asks to wait for what it lacks only", () => {
  const bucket = new TokenBucket({ burst: 10, perSecond: 2 }, 0);
  equal(bucket.take(6, 0), 0);
  equal(bucket.take(10, 0), 3);
  equal(bucket.take(10, 2_999) > 0, true);
  equal(bucket.take(10, 3_000), 0);
});

Deno.test("a bucket takes back what was not used, and holds no more than a burst", () => {
  const bucket = new TokenBucket({ burst: 10, perSecond: 1 }, 0);
  equal(bucket.take(10, 0), 0);
  bucket.giveBack(4);
  equal(bucket.take(4, 0), 0);
  ok(bucket.take(1, 0) > 0);
  bucket.giveBack(99);
  equal(bucket.take(10, 0), 0);
  ok(bucket.take(1, 0) > 0);
});
