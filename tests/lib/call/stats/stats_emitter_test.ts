import { deepEqual, equal, ok } from "node:assert/strict";
import type { CallStats } from "@/lib/protocol/call_stats.ts";
import { Allowance, StatsEmitter } from "@/lib/call/stats/stats_emitter.ts";
import { FakeTimers, settle } from "../fakes.ts";
import { StatsServer, type Troubles } from "./stats_server.ts";

function setUp(troubles: Troubles = {}) {
  const timers = new FakeTimers();
  const server = new StatsServer(timers, () => 0.5, troubles);
  const deps = {
    fetch: server.fetch,
    sendBeacon: server.sendBeacon,
    timers,
    random: () => 0,
    allowance: new Allowance(),
  };
  const emitter = new StatsEmitter("p1", deps);
  return {
    timers,
    server,
    deps,
    emitter,
    /** A second with this state. */
    async second(stats: CallStats) {
      emitter.follow(stats);
      await timers.advance(1_000);
    },
    /** What reached the server, shortly. */
    told: () =>
      server.applied.map(({ emission: { seq, full, metrics } }) =>
        `${seq}${full ? " full" : ""} ${JSON.stringify(metrics)}`
      ),
  };
}

Deno.test("StatsEmitter tells the first state whole, then changes", async () => {
  const { second, told, server } = setUp();
  await second({ quality: "good", rttMs: 120 });
  await second({ quality: "good", rttMs: 130 });
  deepEqual(told(), ['0 full {"quality":"good","rttMs":120}']);
  await second({ quality: "poor", rttMs: 500 });
  deepEqual(told()[1], '1 {"quality":"poor","rttMs":500}');
  deepEqual(server.applied[1]!.state, { quality: "poor", rttMs: 500 });
});

Deno.test("StatsEmitter sends what outlives its page, as JSON", async () => {
  const { deps } = setUp();
  const requests: [string, RequestInit][] = [];
  const emitter = new StatsEmitter("p1", {
    ...deps,
    fetch(...request) {
      requests.push(request);
      return Promise.resolve(Response.json({ ok: true }));
    },
  });
  emitter.follow({ rttMs: 1 });
  await settle();
  const [url, { method, keepalive, body, headers }] = requests[0]!;
  equal(url, "/api/monitoring/stats");
  deepEqual([method, keepalive], ["POST", true]);
  deepEqual(headers, { "content-type": "application/json" });
  deepEqual(JSON.parse(String(body)), {
    pairId: "p1",
    seq: 0,
    full: true,
    metrics: { rttMs: 1 },
    ts: 1_000_000,
  });
});

Deno.test("StatsEmitter tells again what was not acknowledged", async () => {
  const { second, told, server } = setUp();
  await second({ quality: "good", rttMs: 120 });
  server.isUp = false;
  await second({ quality: "poor", rttMs: 500 });
  server.isUp = true;
  for (let i = 0; i < 10; i++) await second({ quality: "poor", rttMs: 501 });
  deepEqual(told().slice(1), ['2 full {"quality":"poor","rttMs":501}']);
});

Deno.test("StatsEmitter sends the whole state after resync", async () => {
  const { second, told, server } = setUp();
  await second({ quality: "good", rttMs: 120 });
  server.forget();
  await second({ quality: "poor", rttMs: 120 });
  for (let i = 0; i < 10; i++) await second({ quality: "poor", rttMs: 120 });
  deepEqual(told().slice(1), [
    '1 {"quality":"poor"}',
    '2 full {"quality":"poor","rttMs":120}',
  ]);
});

Deno.test("StatsEmitter sends the whole state after a reconnect", async () => {
  const { second, told, emitter } = setUp();
  await second({ rttMs: 120 });
  emitter.resync();
  await second({ rttMs: 120 });
  deepEqual(told()[1], '1 full {"rttMs":120}');
});

Deno.test("StatsEmitter goes on after an answer that never comes", async () => {
  const { second, timers, deps, server } = setUp();
  let hasHung = false;
  const emitter = new StatsEmitter("p1", {
    ...deps,
    fetch(url, init) {
      if (hasHung) return server.fetch(url, init);
      hasHung = true;
      return new Promise((_, reject) => {
        init.signal!.addEventListener("abort", () => reject(new Error("late")));
      });
    },
  });
  for (let i = 0; i < 15; i++) {
    emitter.follow({ rttMs: i });
    await timers.advance(1_000);
  }
  ok(server.applied.length > 0);
  equal(server.applied[0]!.emission.full, true);
  await second({});
});

Deno.test("StatsEmitter sends nothing while an emission is under way", async () => {
  const { deps } = setUp();
  const answers: PromiseWithResolvers<Response>[] = [];
  const emitter = new StatsEmitter("p1", {
    ...deps,
    fetch() {
      answers.push(Promise.withResolvers());
      return answers.at(-1)!.promise;
    },
  });
  emitter.follow({ quality: "good" });
  // Worth telling at once, were nothing under way.
  emitter.follow({ quality: "poor" });
  equal(answers.length, 1);
  answers[0]!.resolve(Response.json({ ok: true }));
  await settle();
  emitter.follow({ quality: "poor" });
  equal(answers.length, 2);
});

Deno.test("StatsEmitter says no more to a server that refuses it", async () => {
  const { second, server, emitter } = setUp();
  server.answer = () => Response.json({ error: "forbidden" }, { status: 403 });
  await second({ quality: "good" });
  server.answer = null;
  for (let i = 0; i < 30; i++) await second({ quality: "poor" });
  await emitter.end();
  deepEqual(server.applied, []);
  deepEqual(emitter.counts, { sent: 1, acknowledged: 0, failed: 1 });
});

Deno.test("StatsEmitter lets go of a refusal that it does not read", async () => {
  const { deps } = setUp();
  let isCancelled = false;
  const body = new ReadableStream({ cancel: () => void (isCancelled = true) });
  const emitter = new StatsEmitter("p1", {
    ...deps,
    fetch: () => Promise.resolve(new Response(body, { status: 503 })),
  });
  emitter.follow({ quality: "good" });
  await settle();
  equal(isCancelled, true);
});

Deno.test("StatsEmitter waits as long as it is told to", async () => {
  const { timers, server, emitter } = setUp();
  server.answer = () =>
    Response.json({ error: "slow-down" }, {
      status: 429,
      headers: { "retry-after": "9" },
    });
  emitter.follow({ rttMs: 1 });
  await settle();
  server.answer = null;
  await timers.advance(8_900);
  emitter.follow({ rttMs: 1 });
  await settle();
  equal(server.applied.length, 0);
  await timers.advance(200);
  emitter.follow({ rttMs: 1 });
  await settle();
  equal(server.applied.length, 1);
});

Deno.test("StatsEmitter tells the end of a call, once, until it is heard", async () => {
  const { second, timers, server, emitter } = setUp();
  await second({ connection: "connected" });
  server.isUp = false;
  const end = emitter.end();
  await timers.advance(3_000);
  server.isUp = true;
  await timers.advance(60_000);
  await end;
  await emitter.end();
  deepEqual(server.applied.map(({ state }) => state?.connection), [
    "connected",
    "ended",
  ]);
  equal(timers.pending, 0);
});

Deno.test("StatsEmitter tells the end whole to a server that has forgotten", async () => {
  const { second, timers, server, emitter, told } = setUp();
  await second({ connection: "connected" });
  server.forget();
  const end = emitter.end();
  await timers.advance(60_000);
  await end;
  deepEqual(told().slice(1), [
    '1 {"connection":"ended"}',
    '2 full {"connection":"ended"}',
  ]);
});

Deno.test("StatsEmitter sends last words by beacon when the page goes", async () => {
  const { second, server, emitter } = setUp();
  emitter.depart();
  await settle();
  deepEqual(server.applied, [], "of a call without a state there are none");
  const other = setUp();
  await other.second({ connection: "connected" });
  other.emitter.depart();
  other.emitter.depart();
  await settle();
  deepEqual(other.told()[1], '1 {"connection":"ended"}');
  equal(other.told().length, 2);
  await second({});
});

Deno.test("StatsEmitter lets a page go that may send no beacons", async () => {
  const { deps } = setUp();
  const emitter = new StatsEmitter("p1", {
    ...deps,
    sendBeacon() {
      throw new TypeError("blocked");
    },
  });
  emitter.follow({ rttMs: 1 });
  await settle();
  emitter.depart();
  deepEqual(emitter.counts, { sent: 1, acknowledged: 1, failed: 1 });
});

Deno.test("all calls of a page share one allowance", async () => {
  const { timers, deps, server } = setUp();
  for (let i = 0; i < 60; i++) {
    const emitter = new StatsEmitter(`p${i}`, deps);
    emitter.follow({ rttMs: i });
    await timers.advance(500);
    void emitter.end();
    await timers.advance(500);
  }
  ok(server.applied.length >= 5, `${server.applied.length}`);
  ok(server.applied.length < 10, `${server.applied.length}`);
});

Deno.test("StatsEmitter waits for a failure after a success no longer than for the first", async () => {
  const { second, timers, told, server } = setUp();
  await second({ quality: "good" });
  // Until there is enough for two more.
  await timers.advance(40_000);
  server.isUp = false;
  await second({ quality: "poor" });
  server.isUp = true;
  await second({ quality: "poor" });
  equal(told().length, 2);
});
