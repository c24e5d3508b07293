import { equal, rejects } from "node:assert/strict";
import { createClient } from "@/lib/call/signaling/rest_client.ts";
import { SignalingError } from "@/lib/call/signaling/signaling_error.ts";
import { FakeTimers, settle } from "@/tests/lib/call/fakes.ts";

import { clientWith, done, problem } from "./rest_clients.ts";

Deno.test("a call outlasts a server that is away for a minute", async () => {
  const away = () => problem(503, "unavailable", { "retry-after": "3" });
  const { client, timers, asked } = clientWith(
    ...Array.from({ length: 19 }, away),
    done(),
  );
  const entered = client.init();
  for (let i = 0; i < 19; i++) await timers.advance(3_000);
  await entered;
  equal(asked.length, 20);
});

Deno.test("a poll leaves waiting to its loop, also for a server that is away", async () => {
  const { client, asked } = clientWith(
    problem(503, "unavailable", { "retry-after": "3" }),
  );
  await rejects(client.matchmake({ attempts: 1 }), { retryAfterMs: 3_000 });
  equal(asked.length, 1);
});

Deno.test("a call waits as long as Retry-After says", async () => {
  const { client, timers, asked } = clientWith(
    problem(429, "slow-down", { "retry-after": "2" }),
    done(),
  );
  const left = client.leave();
  await timers.advance(1_999);
  equal(asked.length, 1);
  await timers.advance(1);
  await left;
  equal(asked.length, 2);
});

for (
  const [asked, waitedMs] of [["0", 0], ["10", 10_000], ["86400", 10_000]] as [
    string,
    number,
  ][]
) {
  Deno.test(`SignalingError waits ${waitedMs} ms where Retry-After is ${asked}`, async () => {
    const { client } = clientWith(
      problem(429, "slow-down", { "retry-after": asked }),
    );
    await rejects(client.matchmake({ attempts: 1 }), {
      retryAfterMs: waitedMs,
    });
  });
}

for (const asked of ["-1", "soon", "Fri, 20 Nov 2026 12:00:00 GMT"]) {
  Deno.test(`SignalingError leaves a Retry-After of ${asked} aside`, async () => {
    const { client } = clientWith(
      problem(429, "slow-down", { "retry-after": asked }),
    );
    await rejects(client.matchmake({ attempts: 1 }), {
      retryAfterMs: undefined,
    });
  });
}

for (
  const [why, reply] of [
    ["no answer", new TypeError("Failed to fetch")],
    ["a server error", problem(500, "internal")],
    ["a proxy's error page", new Response("<h1>Bad gateway", { status: 502 })],
  ] as const
) {
  Deno.test(`a call is tried four times on ${why}`, async () => {
    const { client, timers, asked } = clientWith(reply);
    const failed = rejects(client.leave(), SignalingError);
    await timers.advance(30_000);
    await failed;
    equal(asked.length, 4);
  });
}

Deno.test("a call whose answer never comes is given up and tried again", async () => {
  const timers = new FakeTimers();
  let askedCount = 0;
  const client = createClient({
    timers,
    random: () => 0.5,
    sendBeacon: () => true,
    fetch: (_input, init) =>
      new Promise((_, reject) => {
        askedCount++;
        const { signal } = init!;
        signal!.addEventListener("abort", () => reject(signal!.reason));
      }),
  });
  const failed = rejects(client.matchmake({ attempts: 2 }), {
    code: "network",
    status: 0,
  });
  await timers.advance(7_000);
  equal(askedCount, 1);
  await timers.advance(23_000);
  await failed;
  equal(askedCount, 2);
  equal(timers.pending, 0);
});

Deno.test("a poll is tried once", async () => {
  const { client, asked } = clientWith(new TypeError("Failed to fetch"));
  await rejects(client.matchmake({ attempts: 1 }), {
    code: "network",
    status: 0,
  });
  equal(asked.length, 1);
});

Deno.test("an aborted call does not try again", async () => {
  const { client, timers, asked } = clientWith(problem(500, "internal"));
  const controller = new AbortController();
  const failed = rejects(client.leave({ signal: controller.signal }), {
    name: "AbortError",
  });
  await settle();
  controller.abort();
  await failed;
  await timers.advance(10_000);
  equal(asked.length, 1);
  equal(timers.pending, 0);
});

Deno.test("a call whose retries alone may be aborted gets its answer", async () => {
  const answer = Promise.withResolvers<Response>();
  let signal: AbortSignal | null | undefined;
  const client = createClient({
    timers: new FakeTimers(),
    random: () => 0.5,
    sendBeacon: () => true,
    fetch: (_input, init) => {
      signal = init?.signal;
      return answer.promise;
    },
  });
  const controller = new AbortController();
  const left = client.leave({
    signal: controller.signal,
    abortsOnlyRetries: true,
  });
  controller.abort();
  equal(signal?.aborted, false);
  answer.resolve(done());
  await left;
});

Deno.test("a call whose retries were aborted makes none", async () => {
  const { client, timers, asked } = clientWith(problem(500, "internal"));
  const controller = new AbortController();
  const failed = rejects(
    client.leave({ signal: controller.signal, abortsOnlyRetries: true }),
    { name: "AbortError" },
  );
  controller.abort();
  await failed;
  await timers.advance(10_000);
  equal(asked.length, 1);
});
