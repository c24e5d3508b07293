import { equal } from "node:assert/strict";
import { pairOf, type TestApp, testApp } from "@/tests/app.ts";
import { EventReader } from "@/tests/event_reader.ts";
import { emission } from "@/tests/lib/monitoring/live/emissions.ts";

const PATH = "/api/monitoring/stream";
const BEARER = { authorization: "Bearer test-admin-token-0123456789" };

async function signIn(app: TestApp): Promise<string> {
  const response = await app.fetch("/admin", {
    method: "POST",
    body: new URLSearchParams({ password: "test-password" }),
  });
  return response.headers.get("set-cookie")!.split(";")[0]!;
}

Deno.test("GET /api/monitoring/stream is for admins", async () => {
  using app = await testApp();
  const refused = await app.fetch(PATH);
  equal(refused.status, 401);
  await refused.body?.cancel();
  const visitor = await app.visitor();
  equal((await visitor.get(PATH)).status, 401);
  equal(app.services.adminStreams.count, 0);
});

Deno.test("GET /api/monitoring/stream shows an admin what a member's page says", async () => {
  using app = await testApp();
  const { pairId, caller } = await pairOf(app);
  const response = await app.fetch(PATH, { headers: BEARER });
  equal(response.headers.get("content-type"), "text/event-stream");
  await using reader = new EventReader(response);
  equal((await reader.next())!.name, "snapshot");
  const metrics = { rttMs: 42 };
  await caller.post("/api/monitoring/stats", emission({ pairId, metrics }));
  await app.services.adminStreams.tell();
  app.services.clock.advance(300);
  await app.services.adminStreams.tell();
  const { name, data } = (await reader.next())!;
  equal(name, "call");
  equal(data.pairId, pairId);
  equal(data.members[0].stats.rttMs, 42);
});

Deno.test("HEAD /api/monitoring/stream opens none", async () => {
  using app = await testApp();
  const response = await app.fetch(PATH, { method: "HEAD", headers: BEARER });
  equal(response.status, 200);
  equal(app.services.adminStreams.count, 0);
});

Deno.test("signing out ends the streams of that session at once, and of no other", async () => {
  using app = await testApp();
  const cookies = [await signIn(app), await signIn(app)];
  const readers: EventReader[] = [];
  for (const cookie of cookies) {
    const response = await app.fetch(PATH, { headers: { cookie } });
    equal(response.status, 200);
    readers.push(new EventReader(response));
    await readers.at(-1)!.next();
  }
  const out = await app.fetch("/admin/sign-out", {
    method: "POST",
    headers: { cookie: cookies[0]!, "sec-fetch-site": "same-origin" },
  });
  equal(out.status, 303);
  equal(app.services.adminStreams.count, 1);
  equal(await readers[0]!.next(), null);
  app.services.adminStreams.closeAll();
  equal(await readers[1]!.next(), null);
});
