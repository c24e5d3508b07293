import { deepEqual, equal } from "node:assert/strict";
import {
  bodyOf,
  type TestApp,
  testApp,
  type TestVisitor,
} from "@/tests/app.ts";

const RELAYS = {
  TURN_URLS: "turn:turn.example",
  TURN_SECRET: "0123456789abcdef",
};
const HOST = "candidate:1 1 udp 2122260223 192.168.1.20 5 typ host";
const RELAY = "candidate:3 1 udp 41885439 203.0.113.9 5 typ relay raddr";
const LEAKY =
  `v=0\r\nc=IN IP4 192.168.1.20\r\na=${HOST}\r\na=${RELAY} 192.168.1.20 rport 5\r\n`;
const SAFE = `v=0\r\nc=IN IP4 0.0.0.0\r\na=${RELAY} 0.0.0.0 rport 0\r\n`;

interface Wishes {
  caller?: boolean;
  callee?: boolean;
}

/** Two visitors in a call; those who wish it hide their address. */
async function pairWith(app: TestApp, { caller, callee }: Wishes) {
  const members = { caller: await app.visitor(), callee: await app.visitor() };
  // Who waited is the caller.
  for (const [role, relayOnly] of Object.entries({ caller, callee })) {
    const visitor = members[role as keyof typeof members];
    const wish = relayOnly === undefined ? {} : { relayOnly };
    equal((await visitor.post("/api/rtc/enqueue", wish)).status, 204);
  }
  const match = await bodyOf(await members.caller.post("/api/rtc/matchmake"));
  equal(match.role, "caller");
  return { pairId: match.pairId as string, ...members };
}

async function post(visitor: TestVisitor, kind: string, body: unknown) {
  return (await visitor.post(`/api/rtc/${kind}`, body)).status;
}

async function read(visitor: TestVisitor, kind: string, pairId: string) {
  const response = await visitor.get(`/api/rtc/${kind}?pairId=${pairId}`);
  return response.status === 204 ? null : await bodyOf(response);
}

Deno.test("a caller who hides their address gives only relays away", async () => {
  using app = await testApp(RELAYS);
  const { pairId, caller, callee } = await pairWith(app, { caller: true });
  equal(await post(caller, "offer", { pairId, sdp: LEAKY }), 204);
  equal(await post(caller, "offer", { pairId, sdp: LEAKY }), 204);
  equal((await read(callee, "offer", pairId)).sdp, SAFE);
  const candidates = [{ candidate: HOST }, {
    candidate: `${RELAY} 192.168.1.20 rport 5`,
  }, { candidate: "" }];
  equal(await post(caller, "ice", { pairId, candidates }), 204);
  deepEqual(
    (await read(callee, "ice", pairId)).map((
      { cand }: { cand: { candidate: string } },
    ) => cand.candidate),
    [`${RELAY} 0.0.0.0 rport 0`, ""],
  );
});

Deno.test("a callee who hides their address gives only relays away", async () => {
  using app = await testApp(RELAYS);
  const { pairId, caller, callee } = await pairWith(app, { callee: true });
  const sdp = { type: "answer", sdp: LEAKY };
  equal(await post(callee, "answer", { pairId, sdp }), 204);
  deepEqual(JSON.parse((await read(caller, "answer", pairId)).sdp), {
    type: "answer",
    sdp: SAFE,
  });
  equal(await post(callee, "ice", { pairId, candidate: HOST }), 204);
  equal(await read(caller, "ice", pairId), null);
});

Deno.test("the other side of one who hides their address hides nothing", async () => {
  using app = await testApp(RELAYS);
  const { pairId, caller, callee } = await pairWith(app, {
    caller: true,
    callee: false,
  });
  equal(await post(callee, "answer", { pairId, sdp: LEAKY }), 204);
  equal((await read(caller, "answer", pairId)).sdp, LEAKY);
  equal(await post(callee, "ice", { pairId, candidate: HOST }), 204);
  equal((await read(caller, "ice", pairId))[0].cand, HOST);
});

Deno.test("an offer that waits with the ticket gives only relays away", async () => {
  using app = await testApp(RELAYS);
  const [caller, callee] = [await app.visitor(), await app.visitor()];
  const offer = { sdp: LEAKY };
  await caller.post("/api/rtc/enqueue", { relayOnly: true, offer });
  await callee.post("/api/rtc/enqueue");
  const { pairId } = await bodyOf(await callee.post("/api/rtc/matchmake"));
  equal((await read(callee, "offer", pairId)).sdp, SAFE);
});

for (const [newer, want] of [[LEAKY, SAFE], [undefined, undefined]]) {
  const what = newer === undefined ? "none" : "the one that comes with it";
  Deno.test(`of an offer from before the wish to hide the address and ${what}, the newer counts`, async () => {
    using app = await testApp(RELAYS);
    const [caller, callee] = [await app.visitor(), await app.visitor()];
    const old = { filterGenders: "f", offer: { sdp: LEAKY } };
    await caller.post("/api/rtc/enqueue", old);
    app.services.clock.advance(1);
    await callee.post("/api/rtc/enqueue", { gender: "m" });
    // They fit from now on, so that this pairs them at once.
    await caller.post("/api/rtc/enqueue", {
      relayOnly: true,
      ...(newer !== undefined && { offer: { sdp: newer } }),
    });
    const match = await bodyOf(await callee.post("/api/rtc/matchmake"));
    equal(match.role, "callee");
    equal((await read(callee, "offer", match.pairId))?.sdp, want);
  });
}

Deno.test("what is no SDP cannot be made safe, and is refused", async () => {
  using app = await testApp(RELAYS);
  const { pairId, caller } = await pairWith(app, { caller: true });
  const response = await caller.post("/api/rtc/offer", {
    pairId,
    sdp: "call me at 192.168.1.20",
  });
  equal(response.status, 400);
  deepEqual(await bodyOf(response), {
    error: "bad-input",
    info: "sdp: must be SDP of a browser",
  });
});

Deno.test("the wish holds for one search, and the newest counts", async () => {
  using app = await testApp(RELAYS);
  const [one, two] = [await app.visitor(), await app.visitor()];
  for (const relayOnly of [true, false]) {
    await one.post("/api/rtc/enqueue", { relayOnly });
  }
  await two.post("/api/rtc/enqueue");
  const { pairId } = await bodyOf(await one.post("/api/rtc/matchmake"));
  await post(one, "offer", { pairId, sdp: LEAKY });
  equal((await read(two, "offer", pairId)).sdp, LEAKY);
});

Deno.test("a site without relays refuses to hide an address, saying so", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  const response = await visitor.post("/api/rtc/enqueue", { relayOnly: true });
  equal(response.status, 409);
  deepEqual(await bodyOf(response), {
    error: "no-relay",
    info: "relayOnly: this site has no relays",
  });
  equal((await bodyOf(await app.fetch("/api/rtc/qlen"))).len, 0);
  const without = await visitor.post("/api/rtc/enqueue", { relayOnly: false });
  equal(without.status, 204);
});

Deno.test("relayOnly must be true or false", async () => {
  using app = await testApp(RELAYS);
  const visitor = await app.visitor();
  const response = await visitor.post("/api/rtc/enqueue", { relayOnly: "yes" });
  equal(response.status, 400);
  equal((await bodyOf(response)).info.startsWith("relayOnly: "), true);
});
