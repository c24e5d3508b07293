import { equal, match } from "node:assert/strict";
import { bodyOf, type TestApp, testApp } from "@/tests/app.ts";
import { OPEN_LIMITS } from "@/lib/safety/limits.ts";
import { MOST_LOAD, SAMPLE_EVERY_MS } from "@/lib/safety/load_gate.ts";

/** Makes timers late, for long enough, by more than an errand may wait. */
function delay({ services: { loadGate } }: TestApp, delayMs: number): void {
  for (let i = 0; i < 10; i++) {
    loadGate.sample(i * (SAMPLE_EVERY_MS + delayMs * 1.2));
  }
}

Deno.test("newcomers are asked to wait while calls go on", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  delay(app, MOST_LOAD.arrival.delayMs);
  const refused = await app.fetch("/api/anon/init");
  equal(refused.status, 503);
  match(refused.headers.get("retry-after")!, /^[1-5]$/);
  equal((await bodyOf(refused)).error, "unavailable");
  equal((await visitor.post("/api/rtc/enqueue")).status, 503);
  equal((await visitor.get("/api/anon/init")).status, 200);
  equal((await visitor.post("/api/rtc/matchmake")).status, 409);
});

Deno.test("under more load only pages, admins and leaving get in", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  delay(app, MOST_LOAD.other.delayMs);
  equal((await visitor.post("/api/rtc/matchmake")).status, 503);
  equal((await visitor.post("/api/rtc/leave")).status, 204);
  equal((await app.fetch("/")).status, 200);
  const headers = { authorization: "Bearer test-admin-token-0123456789" };
  const status = await app.fetch("/api/monitoring/status", { headers });
  equal(status.status, 200);
});

Deno.test("a request is under way until it has its answer", async () => {
  using app = await testApp();
  const { loadGate } = app.services;
  const answer = app.fetch("/api/anon/init");
  equal(loadGate.load.underWay, 1);
  await answer;
  await app.fetch("/api/rtc/ice?pairId=x");
  equal(loadGate.load.underWay, 0, "also after an error");
  await (await app.fetch("/terms")).body?.cancel();
  equal(loadGate.load.underWay, 0, "also after a page");
});

/** A request whose body never comes; ended by aborting it. */
function stalledPost(app: TestApp, path: string, address: string) {
  return app.fetch(path, {
    method: "POST",
    headers: { "x-forwarded-for": address },
    body: new ReadableStream(),
  });
}

Deno.test("stalled bodies of one address keep nobody else out", async () => {
  using app = await testApp({ TRUSTED_PROXY: "any" });
  const { loadGate, openRequests } = app.services;
  // At the door, whose form is read before any guess is counted.
  for (let i = 0; i < OPEN_LIMITS.requests.each; i++) {
    void stalledPost(app, "/admin", `2001:db8::${i.toString(16)}`);
  }
  const refused = await stalledPost(app, "/admin", "2001:db8::ffff");
  equal(refused.status, 429);
  equal(refused.headers.get("retry-after"), "5");
  await refused.body?.cancel();
  equal(loadGate.load.underWay, OPEN_LIMITS.requests.each);
  equal(openRequests.total, OPEN_LIMITS.requests.each);
  equal((await app.visitor()).cookie.startsWith("anon="), true);
});

Deno.test("an answer closes the request, also after an error", async () => {
  using app = await testApp({ TRUSTED_PROXY: "any" });
  await app.fetch("/api/rtc/ice?pairId=x");
  await (await app.fetch("/terms")).body?.cancel();
  equal(app.services.openRequests.total, 0);
});
