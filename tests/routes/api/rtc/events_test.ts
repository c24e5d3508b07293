import { deepEqual, equal, match } from "node:assert/strict";
import { OPEN_LIMITS } from "@/lib/safety/limits.ts";
import {
  bodyOf,
  pairOf,
  type TestApp,
  testApp,
  type TestVisitor,
} from "@/tests/app.ts";
import { EventReader } from "@/tests/event_reader.ts";

async function listen(
  app: TestApp,
  { cookie }: TestVisitor,
  lastId?: string,
): Promise<EventReader> {
  const headers = {
    cookie,
    ...(lastId !== undefined && { "last-event-id": lastId }),
  };
  const response = await app.fetch("/api/rtc/events", { headers });
  equal(response.status, 200);
  match(response.headers.get("content-type")!, /^text\/event-stream/);
  return new EventReader(response);
}

Deno.test("events tell who waits of the match, and of all that follows", async () => {
  using app = await testApp();
  const [waiting, arriving] = [await app.visitor(), await app.visitor()];
  await waiting.post("/api/rtc/enqueue");
  await using toCaller = await listen(app, waiting);
  await using toCallee = await listen(app, arriving);
  await arriving.post("/api/rtc/enqueue");
  const { data: { pairId } } = (await toCaller.next())!;
  deepEqual((await toCallee.next())!.data, { pairId, role: "callee" });

  await waiting.post("/api/rtc/offer", { pairId, sdp: "v=0 offer" });
  await waiting.post("/api/rtc/ice", { pairId, candidate: "one" });
  await waiting.post("/api/rtc/ice", { pairId, candidates: ["two", "three"] });
  await arriving.post("/api/rtc/answer", { pairId, sdp: "v=0 answer" });
  await arriving.post("/api/rtc/restart", { pairId });
  const state = { pairId, state: "reconnecting" };
  await arriving.post("/api/rtc/peer-state", state);

  const named = (events: { name: string; data: unknown }[]) =>
    events.map(({ name, data }) => [name, data]);
  deepEqual(named(await toCallee.take(3)), [
    ["offer", { pairId, sdp: "v=0 offer", gen: 0 }],
    ["ice", { pairId, candidates: ["one"] }],
    ["ice", { pairId, candidates: ["two", "three"] }],
  ]);
  deepEqual(named(await toCaller.take(3)), [
    ["answer", { pairId, sdp: "v=0 answer", gen: 0 }],
    ["restart", { pairId }],
    ["peer-state", state],
  ]);
  // With the call goes what was posted for it, also what was not told yet.
  await arriving.post("/api/rtc/leave");
  deepEqual(named(await toCaller.take(1)), [["peer-left", { pairId }]]);
});

Deno.test("an offer that waited comes with the match, and by polling as well", async () => {
  using app = await testApp();
  const [waiting, arriving] = [await app.visitor(), await app.visitor()];
  const sdp = "v=0 ".padEnd(6_000, "x");
  await waiting.post("/api/rtc/enqueue", { offer: { sdp } });
  await using events = await listen(app, arriving);
  await arriving.post("/api/rtc/enqueue", { offer: { sdp: "v=0 unused" } });
  const { name, data } = (await events.next())!;
  const { pairId } = data;
  equal(name, "matched");
  deepEqual(data, { pairId, role: "callee", offer: { sdp, gen: 0 } });
  const polled = await arriving.get(`/api/rtc/offer?pairId=${pairId}`);
  deepEqual(await bodyOf(polled), { sdp, gen: 0 });
  // The caller may repeat it, and may not put another one in its place.
  const repeat = await waiting.post("/api/rtc/offer", { pairId, sdp });
  equal(repeat.status, 204);
  const other = await waiting.post("/api/rtc/offer", { pairId, sdp: "v=1" });
  equal(other.status, 409);
});

Deno.test("a newer enqueue takes the place of the waiting offer, or removes it", async () => {
  using app = await testApp();
  for (const [newer, want] of [["v=2", "v=2"], [undefined, undefined]]) {
    const [waiting, arriving] = [await app.visitor(), await app.visitor()];
    await waiting.post("/api/rtc/enqueue", { offer: { sdp: "v=1" } });
    await waiting.post(
      "/api/rtc/enqueue",
      newer === undefined ? {} : { offer: { sdp: newer } },
    );
    await using events = await listen(app, arriving);
    await arriving.post("/api/rtc/enqueue");
    const { data } = (await events.next())!;
    equal(data.offer?.sdp, want);
    await arriving.post("/api/rtc/leave");
  }
});

Deno.test("events go on after the last one that came, without gap or repeat", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  const post = (line: string) =>
    caller.post("/api/rtc/ice", { pairId, candidate: line });
  let lastId: string | undefined;
  const seen: string[] = [];
  for (let round = 0; round < 5; round++) {
    // Written while nobody listens, and while somebody does.
    await post(`away ${round}`);
    await using events = await listen(app, callee, lastId);
    if (round === 0) equal((await events.next())!.name, "matched");
    await post(`here ${round}`);
    for (const { data } of await events.take(2)) seen.push(...data.candidates);
    lastId = events.lastId;
  }
  deepEqual(
    seen,
    Array.from({ length: 5 }, (_, i) => [`away ${i}`, `here ${i}`]).flat(),
  );
});

// What one said who is gone is deleted in the step that ends the call, and an
// answer of theirs would only make the page connect to nobody.
Deno.test("who missed the answer of one who left at once hears that they left, and nothing else", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  let lastId: string;
  {
    await using events = await listen(app, caller);
    lastId = (await events.next())!.id;
  }
  await caller.post("/api/rtc/offer", { pairId, sdp: "v=0 offer" });
  await callee.post("/api/rtc/answer", { pairId, sdp: "v=0 answer" });
  await callee.post("/api/rtc/ice", { pairId, candidate: "one" });
  await callee.post("/api/rtc/leave");
  await using events = await listen(app, caller, lastId);
  const [first] = await events.take(1);
  deepEqual([first!.name, first!.data], ["peer-left", { pairId }]);
  const answer = await caller.get(`/api/rtc/answer?pairId=${pairId}`);
  equal(answer.status, 403);
  await answer.body?.cancel();
});

Deno.test("a stream tells its position before anything happened", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  const other = await app.visitor();
  let lastId: string;
  {
    await using events = await listen(app, visitor);
    lastId = await events.position();
  }
  match(lastId, /^[0-9a-f]{20}$/);
  await visitor.post("/api/rtc/enqueue");
  await other.post("/api/rtc/enqueue");
  await using events = await listen(app, visitor, lastId);
  equal((await events.next())!.name, "matched");
});

Deno.test("who opens a stream anew is told of the running call, and of no earlier one", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  await caller.post("/api/rtc/offer", { pairId, sdp: "v=0 old" });
  await caller.post("/api/rtc/leave");
  // With somebody else: the two would meet again only for want of others.
  const third = await app.visitor();
  await callee.post("/api/rtc/enqueue");
  await third.post("/api/rtc/enqueue");
  const now = await bodyOf(await callee.post("/api/rtc/matchmake"));
  await callee.post("/api/rtc/offer", { pairId: now.pairId, sdp: "v=0 new" });
  await using events = await listen(app, third);
  const [matched, offer] = await events.take(2);
  deepEqual(matched!.data, { pairId: now.pairId, role: "callee" });
  deepEqual([offer!.name, offer!.data.sdp], ["offer", "v=0 new"]);
});

Deno.test("a stream ends when its visitor leaves, and frees what it held", async () => {
  using app = await testApp();
  const { eventStreams } = app.services;
  const visitor = await app.visitor();
  const events = await listen(app, visitor);
  equal(eventStreams.count, 1);
  await visitor.post("/api/rtc/leave");
  equal(await events.next(), null);
  equal(eventStreams.count, 0);
});

Deno.test("a stream that is hung up frees what it held", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  {
    await using _events = await listen(app, visitor);
    equal(app.services.eventStreams.count, 1);
  }
  equal(app.services.eventStreams.count, 0);
});

Deno.test("of too many streams of one visitor the oldest ends", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  const streams: EventReader[] = [];
  for (let i = 0; i < 4; i++) streams.push(await listen(app, visitor));
  equal(await streams[0]!.next(), null);
  equal(app.services.eventStreams.count, 3);
  app.services.eventStreams.closeAll();
  for (const stream of streams) equal(await stream.next(), null);
  equal(app.services.eventStreams.count, 0);
});

Deno.test("one address has so many streams under whatever cookies", async () => {
  using app = await testApp({ TRUSTED_PROXY: "any" });
  const { eventStreams, limits, openStreams } = app.services;
  // Opened over an hour, so that no rate is in the way.
  limits.spend = () => {};
  const open = async (address: string) => {
    const { cookie } = await app.visitor();
    const headers = { cookie, "x-forwarded-for": address };
    return await app.fetch("/api/rtc/events", { headers });
  };
  for (let i = 0; i < OPEN_LIMITS.streams.each; i++) {
    equal((await open("203.0.113.9")).status, 200);
  }
  equal((await open("203.0.113.9")).status, 429);
  const other = await open("203.0.113.10");
  equal(other.status, 200);
  await other.body!.cancel();
  equal(openStreams.total, OPEN_LIMITS.streams.each, "what ended is free");
  eventStreams.closeAll();
  equal(openStreams.total, 0);
});

Deno.test("events are for visitors only, and HEAD opens none", async () => {
  using app = await testApp();
  const stranger = await app.fetch("/api/rtc/events");
  equal(stranger.status, 403);
  equal((await bodyOf(stranger)).error, "anon-required");
  const { cookie } = await app.visitor();
  const head = { method: "HEAD", headers: { cookie } };
  equal((await app.fetch("/api/rtc/events", head)).status, 200);
  equal(app.services.eventStreams.count, 0);
});

for (const path of ["restart", "peer-state"]) {
  Deno.test(`POST /api/rtc/${path} is for members, within limits`, async () => {
    using app = await testApp();
    const { pairId, caller } = await pairOf(app);
    const body = { pairId, state: "reconnecting" };
    const stranger = await app.visitor();
    const refused = await stranger.post(`/api/rtc/${path}`, body);
    equal((await bodyOf(refused)).error, "forbidden");
    const wrong = await caller.post(`/api/rtc/${path}`, { pairId: "?" });
    equal((await bodyOf(wrong)).error, "bad-input");
    const statuses = new Set<number>();
    for (let i = 0; i < 40; i++) {
      const response = await caller.post(`/api/rtc/${path}`, body);
      await response.body?.cancel();
      statuses.add(response.status);
    }
    deepEqual([...statuses], [204, 429]);
  });
}

Deno.test("POST /api/rtc/peer-state names the wrong field", async () => {
  using app = await testApp();
  const { pairId, caller } = await pairOf(app);
  const body = { pairId, state: "bored" };
  const { error, info } = await bodyOf(
    await caller.post("/api/rtc/peer-state", body),
  );
  equal(error, "bad-input");
  match(info, /^state: /);
});
