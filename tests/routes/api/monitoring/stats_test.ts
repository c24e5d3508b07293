import { deepEqual, equal, match } from "node:assert/strict";
import { liveKeys } from "@/lib/monitoring/live/keys.ts";
import { readMembers } from "@/lib/monitoring/live/live_rows.ts";
import { LIMITS } from "@/lib/safety/limits.ts";
import { bodyOf, pairOf, type TestApp, testApp } from "@/tests/app.ts";
import { emission } from "@/tests/lib/monitoring/live/emissions.ts";

const PATH = "/api/monitoring/stats";

async function membersOf({ services }: TestApp, pairId: string) {
  await services.statsIntake.flush();
  const { store, clock } = services;
  return await readMembers(store, liveKeys.membersOf(pairId), clock.ms);
}

Deno.test("POST /api/monitoring/stats keeps what both members say, each under its side", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  const startedAt = app.services.clock.ms;
  const ts = startedAt + 90_000;
  const full = emission({ pairId, ts, metrics: { rttMs: 40, mos: 4 } });
  const first = await caller.post(PATH, full);
  equal(first.status, 200);
  deepEqual(await bodyOf(first), { ok: true });
  const delta = { pairId, ts: ts + 1, seq: 1, full: false };
  const metrics = { rttMs: 50, mos: null };
  await caller.post(PATH, emission({ ...delta, metrics }));
  await callee.post(PATH, emission({ pairId, metrics: { rttMs: 60 } }));
  const members = await membersOf(app, pairId);
  deepEqual(
    members.map(({ side, state, startedAt: at, country }) => [
      side,
      state.stats,
      at,
      country,
    ]),
    [
      ["a", { rttMs: 50 }, startedAt, "XX"],
      ["b", { rttMs: 60 }, startedAt, "XX"],
    ],
  );
  // Beyond 32 bits: pitfall 9 of the field's table.
  equal(members[0]!.state.ts, ts + 1);
});

Deno.test("POST /api/monitoring/stats asks for the full state where it has no base", async () => {
  using app = await testApp();
  const { pairId, caller } = await pairOf(app);
  const delta = emission({ pairId, seq: 3, full: false, metrics: { mos: 2 } });
  const answer = await caller.post(PATH, delta);
  equal(answer.status, 200);
  deepEqual(await bodyOf(answer), { ok: true, resync: true });
  const full = await caller.post(PATH, emission({ pairId, seq: 4, ts: 2_000 }));
  deepEqual(await bodyOf(full), { ok: true });
});

Deno.test("POST /api/monitoring/stats believes members of that call only, and for a minute after it", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  const stranger = await app.visitor();
  const body = JSON.stringify(emission({ pairId }));
  const refused = async (response: Response) => {
    equal(response.status, 403);
    equal((await bodyOf(response)).error, "forbidden");
  };
  await refused(await stranger.post(PATH, emission({ pairId })));
  await refused(await app.fetch(PATH, { method: "POST", body }));
  await refused(await caller.post(PATH, emission({ pairId: "invented" })));
  await refused(
    await app.fetch(PATH, {
      method: "POST",
      headers: { cookie: "anon=forged.forged" },
      body,
    }),
  );
  await caller.post("/api/rtc/leave");
  equal((await callee.post(PATH, emission({ pairId }))).status, 200);
  app.services.clock.advance(60_000);
  await refused(await callee.post(PATH, emission({ pairId, seq: 1 })));
  deepEqual((await membersOf(app, pairId)).map(({ side }) => side), ["b"]);
});

Deno.test("POST /api/monitoring/stats takes a beacon, which is sent as text", async () => {
  using app = await testApp();
  const { pairId, caller } = await pairOf(app);
  const response = await app.fetch(PATH, {
    method: "POST",
    headers: {
      "cookie": caller.cookie,
      "content-type": "text/plain;charset=UTF-8",
      "sec-fetch-site": "same-origin",
    },
    body: JSON.stringify(emission({ pairId })),
  });
  equal(response.status, 200);
  equal((await membersOf(app, pairId)).length, 1);
});

Deno.test("POST /api/monitoring/stats drops what is out of range, keeps the rest, and counts it", async () => {
  using app = await testApp();
  const { pairId, caller } = await pairOf(app);
  const metrics = { rttMs: -1, mos: 9, bytesUp: 7, invented: 1, quality: "" };
  const body = { ...emission({ pairId }), metrics };
  equal((await caller.post(PATH, body)).status, 200);
  const [member] = await membersOf(app, pairId);
  deepEqual(member!.state.stats, { bytesUp: 7 });
  equal(app.services.statsIntake.counts.droppedFields, 4);
});

const wrong = [
  { why: "a number that is none", part: { seq: 0.5 }, info: /^seq/ },
  { why: "no metrics", part: { metrics: undefined }, info: /^metrics/ },
  { why: "a list of metrics", part: { metrics: [] }, info: /^metrics/ },
  { why: "an id that is none", part: { pairId: "a/b" }, info: /^pairId/ },
  { why: "a moment out of time", part: { ts: 9e15 }, info: /^ts/ },
];
for (const { why, part, info } of wrong) {
  Deno.test(`POST /api/monitoring/stats refuses ${why}`, async () => {
    using app = await testApp();
    const { pairId, caller } = await pairOf(app);
    const response = await caller.post(PATH, {
      ...emission({ pairId }),
      ...part,
    });
    equal(response.status, 400);
    const { error, info: told } = await bodyOf(response);
    equal(error, "bad-input");
    match(told, info);
  });
}

Deno.test("POST /api/monitoring/stats refuses 9 KB, and a crowd of one visitor", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  const long = { ...emission({ pairId }), x: "x".repeat(9_000) };
  equal((await caller.post(PATH, long)).status, 413);
  const { burst } = LIMITS.stats.visitor;
  for (let seq = 1; seq < burst; seq++) {
    equal((await caller.post(PATH, emission({ pairId, seq }))).status, 200);
  }
  const over = await caller.post(PATH, emission({ pairId, seq: 99 }));
  equal(over.status, 429);
  equal((await bodyOf(over)).error, "slow-down");
  equal((await callee.post(PATH, emission({ pairId }))).status, 200);
});
