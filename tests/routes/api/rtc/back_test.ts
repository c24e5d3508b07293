import { deepEqual, equal } from "node:assert/strict";
import { bodyOf, pairOf, testApp } from "@/tests/app.ts";
import { EventReader } from "@/tests/event_reader.ts";

Deno.test("POST /api/rtc/back asks the one who was left, who agrees by the same call", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  for (const one of [caller, callee]) await one.post("/api/rtc/enqueue");
  const headers = { cookie: callee.cookie };
  await using events = new EventReader(
    await app.fetch("/api/rtc/events", { headers }),
  );
  await events.position();
  const asked = await caller.post("/api/rtc/back", { pairId });
  equal(asked.status, 200);
  deepEqual(await bodyOf(asked), { state: "asked" });
  const told = (await events.next())!;
  deepEqual([told.name, told.data], ["back-asked", { pairId }]);
  const agreed = await callee.post("/api/rtc/back", { pairId });
  deepEqual(await bodyOf(agreed), { state: "paired" });
  const [one, two] = await Promise.all(
    [caller, callee].map(async (each) =>
      await bodyOf(await each.post("/api/rtc/matchmake"))
    ),
  );
  equal(one.pairId, two.pairId);
});

Deno.test("POST /api/rtc/back refuses strangers, and who comes too late", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  await caller.post("/api/rtc/enqueue");
  const stranger = await app.visitor();
  for (
    const [one, body, status, error] of [
      [stranger, { pairId }, 403, "forbidden"],
      [callee, { pairId }, 409, "too-late"],
      [caller, { pairId: "another" }, 409, "too-late"],
      [caller, {}, 400, "bad-input"],
    ] as const
  ) {
    const response = await one.post("/api/rtc/back", body);
    equal(response.status, status);
    equal((await bodyOf(response)).error, error);
  }
});

Deno.test("POST /api/rtc/back is refused to other sites, and limited", async () => {
  using app = await testApp();
  const { pairId, caller } = await pairOf(app);
  const foreign = await app.fetch("/api/rtc/back", {
    method: "POST",
    headers: { cookie: caller.cookie, origin: "https://elsewhere.example" },
    body: JSON.stringify({ pairId }),
  });
  equal(foreign.status, 403);
  await foreign.body?.cancel();
  const statuses = new Set<number>();
  for (let i = 0; i < 40; i++) {
    const response = await caller.post("/api/rtc/back", { pairId });
    statuses.add(response.status);
    await response.body?.cancel();
  }
  deepEqual([...statuses], [409, 429]);
});
