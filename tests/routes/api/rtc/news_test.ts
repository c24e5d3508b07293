import { deepEqual, equal } from "node:assert/strict";
import { bodyOf, pairOf, testApp, type TestVisitor } from "@/tests/app.ts";

async function news(visitor: TestVisitor, after?: string) {
  const query = after === undefined ? "" : `?after=${after}`;
  const response = await visitor.get(`/api/rtc/news${query}`);
  equal(response.status, 200);
  return await bodyOf(response);
}

Deno.test("GET /api/rtc/news tells what no other call tells, from a position on", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  await callee.post("/api/rtc/restart", { pairId });
  const begin = await news(caller);
  deepEqual(begin.events, [], "not what was before");

  await caller.post("/api/rtc/offer", { pairId, sdp: "v=0 own" });
  await callee.post("/api/rtc/answer", { pairId, sdp: "v=0 answer" });
  await callee.post("/api/rtc/restart", { pairId });
  const state = { pairId, state: "reconnecting" };
  await callee.post("/api/rtc/peer-state", state);
  const next = await news(caller, begin.position);
  deepEqual(next.events, [
    { name: "restart", data: { pairId } },
    { name: "peer-state", data: state },
  ]);
  const none = await news(caller, next.position);
  deepEqual(none, { position: next.position, events: [] });
});

Deno.test("GET /api/rtc/news asks the one who was left whether the other may come back", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  const { position } = await news(callee);
  for (const one of [caller, callee]) await one.post("/api/rtc/enqueue");
  await caller.post("/api/rtc/back", { pairId });
  const { events } = await news(callee, position);
  deepEqual(events, [{ name: "back-asked", data: { pairId } }]);
});

Deno.test("GET /api/rtc/news tells nobody what happened to others", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  const stranger = await app.visitor();
  const { position } = await news(stranger);
  await callee.post("/api/rtc/restart", { pairId });
  await caller.post("/api/rtc/peer-state", { pairId, state: "connected" });
  deepEqual((await news(stranger, position)).events, []);
});

Deno.test("GET /api/rtc/news refuses what is no position", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  for (const after of ["", "0", "x".repeat(20), "0".repeat(21)]) {
    const response = await visitor.get(`/api/rtc/news?after=${after}`);
    equal(response.status, 400);
    const { error, info } = await bodyOf(response);
    equal(error, "bad-input");
    equal(info, "after: must be a position that was told");
  }
});
