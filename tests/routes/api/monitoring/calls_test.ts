import { deepEqual, equal } from "node:assert/strict";
import { jobsOf } from "@/lib/app/jobs.ts";
import { bodyOf, pairOf, type TestApp, testApp } from "@/tests/app.ts";
import { emission } from "@/tests/lib/monitoring/live/emissions.ts";

const PATH = "/api/monitoring/calls";
const headers = { authorization: "Bearer test-admin-token-0123456789" };

const get = (app: TestApp, path: string) => app.fetch(path, { headers });

async function pastCall(app: TestApp): Promise<string> {
  const { pairId, caller } = await pairOf(app);
  const metrics = { quality: "fair" as const, rttMs: 250 };
  await caller.post("/api/monitoring/stats", emission({ pairId, metrics }));
  await app.services.statsIntake.flush();
  await caller.post("/api/rtc/leave");
  await caller.post("/api/monitoring/metrics", {
    ts: 1,
    sessionId: "s",
    pairId,
    role: "callee",
    reason: "left",
  });
  app.services.clock.advance(76_000);
  for (const { name, run } of jobsOf(app.services)) {
    if (name === "close records of calls") await run();
  }
  return pairId;
}

Deno.test("GET /api/monitoring/calls and /calls/:pairId are for admins", async () => {
  using app = await testApp();
  for (const path of [PATH, `${PATH}/p`]) {
    const response = await app.fetch(path);
    equal(response.status, 401);
    await response.body?.cancel();
  }
});

Deno.test("GET /api/monitoring/calls lists past calls, and each has its record", async () => {
  using app = await testApp();
  const pairId = await pastCall(app);
  const { calls } = await bodyOf(await get(app, PATH));
  equal(calls.length, 1);
  deepEqual(
    [calls[0].pairId, calls[0].memberCount, calls[0].worstQuality],
    [pairId, 1, "fair"],
  );
  const response = await get(app, `${PATH}/${pairId}`);
  equal(response.status, 200);
  const record = await bodyOf(response);
  equal(record.pairId, pairId);
  // The side is the server's, whatever the page calls itself.
  const [member] = record.members;
  deepEqual([member.id, member.reason], ["a", "left"]);
  equal(member.stats.rttMs, 250);
});

Deno.test("GET /api/monitoring/calls asks by span, and names what it cannot read", async () => {
  using app = await testApp();
  await pastCall(app);
  const { ms } = app.services.clock;
  const none = await get(app, `${PATH}?from=${ms}&to=${ms + 1}`);
  deepEqual(await bodyOf(none), { calls: [] });
  for (const query of ["from=x", "limit=0", "limit=501", "to=-1"]) {
    const response = await get(app, `${PATH}?${query}`);
    equal(response.status, 400);
    equal((await bodyOf(response)).error, "bad-input");
  }
});

for (const id of ["unknown", "..%2Fx", "x".repeat(65)]) {
  Deno.test(`GET /api/monitoring/calls/${id.slice(0, 9)} answers 404`, async () => {
    using app = await testApp();
    const response = await get(app, `${PATH}/${id}`);
    equal(response.status, 404);
    equal((await bodyOf(response)).error, "not-found");
  });
}

Deno.test("GET /api/monitoring/calls/:pairId tells of a call under way", async () => {
  using app = await testApp();
  const { pairId, callee } = await pairOf(app);
  await callee.post("/api/monitoring/stats", emission({ pairId }));
  await app.services.statsIntake.flush();
  const record = await bodyOf(await get(app, `${PATH}/${pairId}`));
  equal(record.endedAt, null);
  deepEqual(record.members.map(({ id }: { id: string }) => id), ["b"]);
});
