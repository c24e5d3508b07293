import { deepEqual, equal, match, ok } from "node:assert/strict";
import { kpiKeys } from "@/lib/monitoring/calls/keys.ts";
import type { KpiRecord } from "@/lib/monitoring/calls/kpi_store.ts";
import { bodyOf, pairOf, type TestApp, testApp } from "@/tests/app.ts";
import { jobsOf } from "@/lib/app/jobs.ts";
import { LIMITS } from "@/lib/safety/limits.ts";

const PATH = "/api/monitoring/metrics";

const post = (app: TestApp, body: unknown, headers = {}) =>
  app.fetch(PATH, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

async function records({ services }: TestApp): Promise<KpiRecord[]> {
  const { store } = services;
  const prefix = kpiKeys.kpisFrom(0).slice(0, 1);
  const entries = await Array.fromAsync(store.list<KpiRecord>({ prefix }));
  return entries.map(({ value }) => value);
}

Deno.test("POST /api/monitoring/metrics keeps a beacon with both clocks, without a cookie", async () => {
  using app = await testApp();
  const now = app.services.clock.ms;
  const ts = now + 90_500;
  const response = await post(app, { ts, sessionId: "s", matchMs: 40, x: 1 });
  equal(response.status, 200);
  deepEqual(await bodyOf(response), { ok: true, stored: true });
  const [record] = await records(app);
  ok(ts > 2 ** 31, "an epoch in milliseconds does not fit 32 bits");
  deepEqual(record, {
    ts,
    sessionId: "s",
    matchMs: 40,
    receivedAtMs: now,
    skewMs: 90_500,
    droppedFieldCount: 0,
    expiresAt: now + 7 * 24 * 3600_000,
  });
});

Deno.test("POST /api/monitoring/metrics drops what is out of range and keeps the rest", async () => {
  using app = await testApp();
  const response = await post(app, {
    ts: 1,
    sessionId: "s",
    ttfmMs: -3,
    iceOk: true,
  });
  deepEqual(await bodyOf(response), { ok: true, stored: true });
  const [record] = await records(app);
  equal(record?.iceOk, true);
  equal("ttfmMs" in record!, false);
  equal(record?.droppedFieldCount, 1);
});

const refused = [
  { why: "no JSON", body: "{", status: 400, info: /^body/ },
  { why: "nothing", body: "", status: 400, info: /^ts/ },
  { why: "no session", body: { ts: 1 }, status: 400, info: /^sessionId/ },
  { why: "a list", body: [], status: 400, info: /^body/ },
  {
    why: "9 KB",
    body: { ts: 1, sessionId: "s", x: "x".repeat(9000) },
    status: 413,
    info: /8192/,
  },
];
for (const { why, body, status, info } of refused) {
  Deno.test(`POST /api/monitoring/metrics refuses ${why} and says what is wrong`, async () => {
    using app = await testApp();
    const response = await post(app, body);
    equal(response.status, status);
    const answer = await bodyOf(response);
    equal(answer.error, status === 413 ? "too-large" : "bad-input");
    match(answer.info, info);
    deepEqual(await records(app), []);
  });
}

Deno.test("POST /api/monitoring/metrics answers 200 when the store fails", async () => {
  using app = await testApp();
  const { store, lines } = app.services;
  store.commit = () => Promise.reject(new Error("disk full"));
  const response = await post(app, { ts: 1, sessionId: "s" });
  equal(response.status, 200);
  deepEqual(await bodyOf(response), { ok: true, stored: false });
  ok(lines.some((line) => line.includes("disk full")));
});

Deno.test("POST /api/monitoring/metrics slows a flood down", async () => {
  using app = await testApp({ TRUSTED_PROXY: "any" });
  const headers = { "x-forwarded-for": "203.0.113.7" };
  const beacon = { ts: 1, sessionId: "s" };
  const send = (length: number) =>
    Promise.all(Array.from({ length }, () => post(app, beacon, headers)));
  // In two turns: an address may have no more than 300 under way at once.
  const flood = [...await send(150), ...await send(151)];
  // Which one is over the limit is up to the order they are answered in.
  const [refused, ...others] = flood.toSorted((a, b) => b.status - a.status);
  equal(refused!.status, 429);
  equal(refused!.headers.get("retry-after"), "1");
  equal((await bodyOf(refused!)).error, "slow-down");
  await Promise.all(others.map((one) => one.body?.cancel()));
});

Deno.test("GET /api/monitoring/metrics answers 405 with Allow", async () => {
  using app = await testApp();
  const response = await app.fetch(PATH);
  equal(response.status, 405);
  equal(response.headers.get("allow"), "POST, OPTIONS");
  await response.body?.cancel();
});

/** What is stored of beacons about a call: whether each one is believed. */
async function areBelieved(app: TestApp): Promise<boolean[]> {
  return (await records(app)).map(({ isUnverified }) => !isUnverified);
}

const about = (pairId: string) => ({ ts: 1, sessionId: "s", pairId });

Deno.test("POST /api/monitoring/metrics believes the members of a call, until a minute after", async () => {
  using app = await testApp();
  const { clock } = app.services;
  const { pairId, caller, callee } = await pairOf(app);
  const tell = async () => {
    clock.advance(1);
    for (const one of [caller, callee]) {
      const response = await one.post(PATH, about(pairId));
      deepEqual(await bodyOf(response), { ok: true, stored: true });
    }
  };
  await tell();
  await (await caller.post("/api/rtc/leave")).body?.cancel();
  await tell();
  clock.advance(59_000);
  await tell();
  deepEqual(await areBelieved(app), Array(6).fill(true));
  clock.advance(1_000);
  await tell();
  deepEqual((await areBelieved(app)).slice(6), [false, false]);
});

Deno.test("POST /api/monitoring/metrics believes nobody else about a call", async () => {
  using app = await testApp();
  const { pairId } = await pairOf(app);
  const stranger = await app.visitor();
  const other = await pairOf(app);
  for (
    const response of [
      await stranger.post(PATH, about(pairId)),
      await other.caller.post(PATH, about(pairId)),
      await post(app, about(pairId)),
      await stranger.post(PATH, about("invented")),
    ]
  ) deepEqual(await bodyOf(response), { ok: true, stored: true });
  deepEqual(await areBelieved(app), [false, false, false, false]);
});

Deno.test("invented pair ids open no alert and change no report", async () => {
  using app = await testApp({ ALERT_RAISE_SECONDS: "0", ALERT_MIN_CALLS: "1" });
  const liar = await app.visitor();
  for (let i = 0; i < 20; i++) {
    app.services.clock.advance(10);
    const bad = { iceOk: false, relay: true, ttfmMs: 60_000 };
    const lie = { ...about(`invented-${i}`), ...bad };
    await (await liar.post(PATH, lie)).body?.cancel();
  }
  for (const { run } of jobsOf(app.services)) await run();
  const headers = { authorization: "Bearer test-admin-token-0123456789" };
  const read = async (what: string) =>
    await bodyOf(await app.fetch(`/api/monitoring/${what}`, { headers }));
  deepEqual((await read("alerts")).alerts, []);
  const { summary } = await read("rtc");
  deepEqual([summary.beaconCount, summary.unverifiedCount], [0, 20]);
  deepEqual([summary.iceCount, summary.ttfmMs.count], [0, 0]);
});

Deno.test("POST /api/monitoring/metrics answers 200 when members cannot be looked up", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  const { store, lines } = app.services;
  store.get = () => Promise.reject(new Error("disk gone"));
  const response = await visitor.post(PATH, about("p"));
  deepEqual(await bodyOf(response), { ok: true, stored: false });
  ok(lines.some((line) => line.includes("disk gone")));
});

Deno.test("POST /api/monitoring/metrics slows one visitor down before others", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  const beacon = { ts: 1, sessionId: "s", pairId, iceOk: false };
  const statuses = new Set<number>();
  for (let i = 0; i <= LIMITS.kpis.visitor.burst; i++) {
    statuses.add((await caller.post(PATH, beacon)).status);
  }
  deepEqual([...statuses], [200, 429]);
  equal((await callee.post(PATH, beacon)).status, 200);
});
