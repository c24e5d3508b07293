import { equal } from "node:assert/strict";
import {
  type Funnel,
  reachStep,
  startFunnel,
} from "@/lib/call/report/funnel.ts";
import {
  CONNECT_TIMEOUT_MS,
  SILENCE_TIMEOUT_MS,
  watchOver,
} from "@/lib/call/peer/connect_timeout.ts";
import { FakeTimers } from "@/tests/lib/call/fakes.ts";

function watch(funnel: Funnel = startFunnel(0)) {
  const timers = new FakeTimers();
  let givenUp = 0;
  const end = watchOver(timers, {
    funnel: () => funnel,
    giveUp: () => givenUp++,
  });
  return { timers, end, givenUp: () => givenUp };
}

const talking = (["offer", "answer"] as const)
  .reduce((funnel, step) => reachStep(funnel, step, 0), startFunnel(0));

Deno.test("watchOver() gives up early on one who says nothing", async () => {
  const { timers, givenUp } = watch();
  await timers.advance(SILENCE_TIMEOUT_MS - 1);
  equal(givenUp(), 0);
  await timers.advance(CONNECT_TIMEOUT_MS);
  equal(givenUp(), 1);
});

Deno.test("watchOver() has more patience with one who talks", async () => {
  const { timers, givenUp } = watch(talking);
  await timers.advance(CONNECT_TIMEOUT_MS - 1);
  equal(givenUp(), 0);
  await timers.advance(1);
  equal(givenUp(), 1);
});

Deno.test("watchOver() can be ended in both of its halves", async () => {
  for (const afterMs of [0, SILENCE_TIMEOUT_MS]) {
    const { timers, end, givenUp } = watch(talking);
    await timers.advance(afterMs);
    end();
    await timers.advance(2 * CONNECT_TIMEOUT_MS);
    equal(givenUp(), 0);
    equal(timers.pending, 0);
  }
});
