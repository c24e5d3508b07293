import { equal } from "node:assert/strict";
import {
  type Funnel,
  reachStep,
  startFunnel,
} from "@/lib/call/report/funnel.ts";
import {
  CONNECT_TIMEOUT_MS,
  SILENCE_TIMEOUT_MS,
  startConnectTimeout,
} from "@/lib/call/peer/connect_timeout.ts";
import { FakeTimers } from "@/tests/lib/call/fakes.ts";

function watch(funnel: Funnel = startFunnel(0), isHeard = true) {
  const timers = new FakeTimers();
  let timeouts = 0;
  const end = startConnectTimeout(timers, {
    funnel: () => funnel,
    isHeard: () => isHeard,
    onTimeout: () => timeouts++,
  });
  return { timers, end, timeoutCount: () => timeouts };
}

const talking = (["offer", "answer"] as const)
  .reduce((funnel, step) => reachStep(funnel, step, 0), startFunnel(0));

Deno.test("startConnectTimeout() ends early where the other side says nothing", async () => {
  const { timers, timeoutCount } = watch();
  await timers.advance(SILENCE_TIMEOUT_MS - 1);
  equal(timeoutCount(), 0);
  await timers.advance(CONNECT_TIMEOUT_MS);
  equal(timeoutCount(), 1);
});

Deno.test("startConnectTimeout() leaves more time where both descriptions are there", async () => {
  const { timers, timeoutCount } = watch(talking);
  await timers.advance(CONNECT_TIMEOUT_MS - 1);
  equal(timeoutCount(), 0);
  await timers.advance(1);
  equal(timeoutCount(), 1);
});

Deno.test("startConnectTimeout() ends early where an offer waited whose maker is silent", async () => {
  const { timers, timeoutCount } = watch(talking, false);
  await timers.advance(SILENCE_TIMEOUT_MS);
  equal(timeoutCount(), 1);
});

Deno.test("startConnectTimeout() can be canceled before and after the first check", async () => {
  for (const afterMs of [0, SILENCE_TIMEOUT_MS]) {
    const { timers, end, timeoutCount } = watch(talking);
    await timers.advance(afterMs);
    end();
    await timers.advance(2 * CONNECT_TIMEOUT_MS);
    equal(timeoutCount(), 0);
    equal(timers.pending, 0);
  }
});
