import { equal, ok, throws } from "node:assert/strict";
import { ApiError } from "@/lib/protocol/errors.ts";
import { RateLimiter } from "@/lib/safety/rate_limit.ts";
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
