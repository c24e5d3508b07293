import { deepEqual, equal } from "node:assert/strict";
import {
  HOSTED_TTL_SECONDS,
  HostedProvider,
  RETRY_MS,
} from "@/lib/turn/hosted.ts";
import type { TurnGrant } from "@/lib/turn/grant.ts";
import { TestClock, testLog } from "@/tests/helpers.ts";

const TTL_MS = HOSTED_TTL_SECONDS * 1000;

/** A provider whose requests are answered by hand. */
function setUp() {
  const clock = new TestClock();
  const { log, lines } = testLog();
  const requests: PromiseWithResolvers<TurnGrant>[] = [];
  const provider = new HostedProvider({
    request: () => {
      const pending = Promise.withResolvers<TurnGrant>();
      requests.push(pending);
      return pending.promise;
    },
    now: clock.now,
    log,
  });
  const grantNow = (): TurnGrant => ({
    iceServers: [],
    expiresAt: clock.ms + TTL_MS,
  });
  return { clock, lines, requests, provider, grantNow };
}

/** A provider that was asked once and answered. */
async function setUpWithGrant() {
  const all = setUp();
  const first = all.grantNow();
  const asking = all.provider.grant();
  all.requests[0]!.resolve(first);
  equal(await asking, first);
  return { ...all, first };
}

Deno.test("HostedProvider asks once for all who come at once", async () => {
  const { provider, requests, grantNow } = setUp();
  const asking = [provider.grant(), provider.grant()];
  const grant = grantNow();
  requests[0]!.resolve(grant);
  equal(await asking[0], grant);
  equal(await asking[1], grant);
  equal(await provider.grant(), grant);
  equal(requests.length, 1);
});

Deno.test("HostedProvider renews at half the life, and nobody waits for it", async () => {
  const { provider, requests, clock, first, grantNow } = await setUpWithGrant();
  clock.advance(TTL_MS / 2 - 1);
  await provider.grant();
  equal(requests.length, 1);
  clock.advance(1);
  equal(await provider.grant(), first);
  equal(await provider.grant(), first);
  equal(requests.length, 2);
  const second = grantNow();
  requests[1]!.resolve(second);
  // The answer is taken in a few microtasks.
  for (let i = 0; i < 5; i++) await provider.grant();
  equal(await provider.grant(), second);
});

Deno.test("HostedProvider says when it fails, and goes on with what is left", async () => {
  const { provider, requests, clock, lines, first } = await setUpWithGrant();
  clock.advance(TTL_MS - 1);
  equal(await provider.grant(), first);
  requests[1]!.reject(new Error("status 500"));
  for (let i = 0; i < 5; i++) equal(await provider.grant(), first);
  equal(provider.failureCount, 1);
  equal(lines.length, 1);
  const { level, hasOlder } = JSON.parse(lines[0]!);
  deepEqual([level, hasOlder], ["warn", true]);
  clock.advance(1);
  equal(await provider.grant(), null, "credentials that ran out are given");
});

Deno.test("HostedProvider leaves a provider that failed alone for a while", async () => {
  const { provider, requests, clock, lines, grantNow } = setUp();
  const asking = provider.grant();
  requests[0]!.reject(new Error("status 401"));
  equal(await asking, null);
  equal(JSON.parse(lines[0]!).hasOlder, false);
  clock.advance(RETRY_MS - 1);
  equal(await provider.grant(), null);
  equal(requests.length, 1);
  clock.advance(1);
  const again = provider.grant();
  const grant = grantNow();
  requests[1]!.resolve(grant);
  equal(await again, grant);
});
