import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { DEFAULT_FILTERS, toEnqueueBody } from "@/lib/call/filters.ts";
import { SignalingError } from "@/lib/call/signaling/signaling_error.ts";

import { clientWith, done, match, problem } from "./rest_clients.ts";

Deno.test("matchmake() gives the pair, and null while waiting", async () => {
  const { client, asked } = clientWith(done(), Response.json(match));
  equal((await client.matchmake()).match, null);
  deepEqual((await client.matchmake()).match, match);
  deepEqual(asked, ["POST /api/rtc/matchmake", "POST /api/rtc/matchmake"]);
});

for (const [header, told] of [["18500", 18_500], ["soon", null]] as const) {
  Deno.test(`matchmake() tells of somebody held back: ${header}`, async () => {
    const headers = { "held-back-ms": header };
    const { client } = clientWith(new Response(null, { status: 204, headers }));
    deepEqual(await client.matchmake(), { match: null, heldBackMs: told });
  });
}

Deno.test("enqueue() posts the wishes as JSON", async () => {
  const { client, bodies } = clientWith(done());
  const body = { gender: "f", filterGenders: "all", filterCountries: "ALL" };
  await client.enqueue(body as Parameters<typeof client.enqueue>[0]);
  deepEqual(bodies, [body]);
});

Deno.test("enqueue() fails with not-queued when there was no place to renew", async () => {
  const headers = { "no-place": "1" };
  const { client, asked } = clientWith(
    new Response(null, { status: 204, headers }),
  );
  const body = { ...toEnqueueBody(DEFAULT_FILTERS), onlyIfWaiting: true };
  await rejects(client.enqueue(body), { code: "not-queued" });
  equal(asked.length, 1);
});

Deno.test("iceServers() gives servers and life time", async () => {
  const iceServers = [{ urls: "stun:s" }];
  const { client } = clientWith(Response.json({ iceServers, ttl: 60 }));
  deepEqual(await client.iceServers(), { iceServers, ttlSeconds: 60 });
});

Deno.test("getDescription() asks for the generation, null while there is none", async () => {
  const { client, asked } = clientWith(
    done(),
    Response.json({ sdp: "v=0", gen: 0 }),
  );
  const query = { pairId: "p&1", gen: 0 };
  equal(await client.getDescription("offer", query), null);
  deepEqual(await client.getDescription("offer", query), {
    sdp: "v=0",
    gen: 0,
  });
  equal(asked[0], "GET /api/rtc/offer?pairId=p%261&gen=0");
});

Deno.test("getCandidates() asks by cursor, an empty list while there are none", async () => {
  const entries = [{ from: "a", cand: { candidate: "c" } }];
  const { client, asked } = clientWith(done(), Response.json(entries));
  deepEqual(await client.getCandidates({ pairId: "p", after: 3 }), []);
  deepEqual(await client.getCandidates({ pairId: "p", after: 3 }), entries);
  equal(asked[1], "GET /api/rtc/ice?pairId=p&after=3");
});

Deno.test("getNews() asks from a position on, and takes nothing it does not know", async () => {
  const position = "0".repeat(19) + "1";
  const restart = { name: "restart", data: { pairId: "p1" } };
  const { client, asked } = clientWith(
    Response.json({ position, events: [] }),
    Response.json({ position, events: [restart] }),
    Response.json({ position, events: [{ name: "unknown", data: {} }] }),
  );
  deepEqual(await client.getNews({ after: null }), { position, events: [] });
  const after = { after: position };
  deepEqual((await client.getNews(after)).events, [restart]);
  await rejects(client.getNews(after), SignalingError);
  deepEqual(asked.slice(0, 2), [
    "GET /api/rtc/news",
    `GET /api/rtc/news?after=${position}`,
  ]);
});

Deno.test("leaveByBeacon() sends a beacon", () => {
  const { client, beacons } = clientWith(done());
  client.leaveByBeacon();
  deepEqual(beacons, ["/api/rtc/leave"]);
});

Deno.test("tellReloadByBeacon() says that we reconnect", async () => {
  const { client, beacons, sent } = clientWith(done());
  client.tellReloadByBeacon("p1");
  deepEqual(beacons, ["/api/rtc/peer-state"]);
  equal(sent[0]?.type, "application/json");
  const body = JSON.parse(await sent[0]!.text());
  deepEqual(body, { pairId: "p1", state: "reconnecting" });
});

Deno.test("askRestart() and tellState() name the pair", async () => {
  const { client, asked, bodies } = clientWith(done());
  await client.askRestart({ pairId: "p1" });
  await client.tellState({ pairId: "p1", state: "connected" });
  deepEqual(asked, ["POST /api/rtc/restart", "POST /api/rtc/peer-state"]);
  deepEqual(bodies, [{ pairId: "p1" }, { pairId: "p1", state: "connected" }]);
});

for (
  const [status, code] of [
    [400, "bad-input"],
    [403, "forbidden"],
    [403, "only-caller"],
    [409, "exists"],
    [413, "too-large"],
  ] as const
) {
  Deno.test(`a call fails at once with ${code} of status ${status}`, async () => {
    const { client, asked } = clientWith(problem(status, code));
    await rejects(client.leave(), (error) => {
      ok(error instanceof SignalingError);
      deepEqual([error.status, error.code], [status, code]);
      return true;
    });
    equal(asked.length, 1);
  });
}

Deno.test("matchmake() fails with not-queued when we are not in the queue", async () => {
  const { client } = clientWith(problem(409, "not-queued"));
  await rejects(client.matchmake(), { code: "not-queued", status: 409 });
});

Deno.test("a call gets an identity and goes on when there is none", async () => {
  const { client, asked } = clientWith(
    problem(403, "anon-required"),
    Response.json({ ok: true }),
    done(),
  );
  await client.leave();
  deepEqual(asked, [
    "POST /api/rtc/leave",
    "GET /api/anon/init",
    "POST /api/rtc/leave",
  ]);
});

Deno.test("a call gets an identity only once", async () => {
  const { client, asked } = clientWith(
    problem(403, "anon-required"),
    Response.json({ ok: true }),
    problem(403, "anon-required"),
  );
  await rejects(client.leave(), { code: "anon-required" });
  equal(asked.length, 3);
});

Deno.test("two who ask for an identity at once share one", async () => {
  const { client, asked } = clientWith(Response.json({ ok: true }));
  await Promise.all([client.init(), client.init()]);
  equal(asked.length, 1);
  await client.init();
  equal(asked.length, 2);
});

const notOurs = [
  ["a hotel's sign-in page", new Response("<h1>Wi-Fi</h1>", { status: 200 })],
  ["JSON of another shape", Response.json({ pair: 1 })],
  ["a role that we do not know", Response.json({ pairId: "p", role: "x" })],
] as const;
for (const [what, reply] of notOurs) {
  Deno.test(`matchmake() takes ${what} for no answer at all`, async () => {
    const { client } = clientWith(reply);
    await rejects(client.matchmake({ attempts: 1 }), {
      name: "SignalingError",
      code: "network",
      status: 0,
    });
  });
}

Deno.test("getCandidates() makes dictionaries of bare lines, and keeps those it gets", async () => {
  const whole = {
    candidate: "c2",
    sdpMid: null,
    sdpMLineIndex: 1,
    usernameFragment: "u",
  };
  const { client } = clientWith(Response.json([
    { from: "a", cand: "c1" },
    { from: "a", cand: whole },
  ]));
  deepEqual(await client.getCandidates({ pairId: "p", after: 0 }), [
    { from: "a", cand: { candidate: "c1", sdpMid: "0", sdpMLineIndex: 0 } },
    { from: "a", cand: whole },
  ]);
});
