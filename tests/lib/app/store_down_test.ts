import { equal, match, ok } from "node:assert/strict";
import { bodyOf, pairOf, testApp } from "@/tests/app.ts";

const full = () => Promise.reject(new TypeError("database or disk is full"));

Deno.test("a full store answers 503 with Retry-After, and recovers", async () => {
  using app = await testApp();
  const { pairId, caller } = await pairOf(app);
  const { store } = app.services;
  const commit = store.commit.bind(store);
  store.commit = full;
  const calls: [string, unknown][] = [
    ["/api/rtc/enqueue", {}],
    ["/api/rtc/leave", undefined],
    ["/api/rtc/offer", { pairId, sdp: "v=0" }],
    ["/api/rtc/ice", { pairId, candidate: "candidate" }],
  ];
  for (const [path, body] of calls) {
    const response = await caller.post(path, body);
    equal(response.status, 503, path);
    match(response.headers.get("retry-after")!, /^[1-5]$/);
    equal((await bodyOf(response)).error, "unavailable");
  }
  store.commit = commit;
  const offer = await caller.post("/api/rtc/offer", { pairId, sdp: "v=0" });
  equal(offer.status, 204);
});

Deno.test("a store that is gone leaves no call without an answer", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  const { store } = app.services;
  store.close();
  // Once is enough, also at the end of this test.
  store.close = () => {};
  app.services.clock.advance(2_000);
  const answers = [
    caller.post("/api/rtc/enqueue", {}),
    caller.post("/api/rtc/matchmake"),
    callee.get(`/api/rtc/offer?pairId=${pairId}`),
    callee.get(`/api/rtc/ice?pairId=${pairId}`),
    app.fetch("/admin", {
      headers: { authorization: "Bearer test-admin-token-0123456789" },
    }),
  ];
  for (const answer of answers) {
    const response = await answer;
    equal(response.status, 503);
    ok(response.headers.get("retry-after"));
    await response.body?.cancel();
  }
  equal((await app.fetch("/chat")).status, 200);
});
