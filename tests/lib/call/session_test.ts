import type { Role } from "@/lib/protocol/role.ts";
import { deepEqual, equal, match as matches, ok } from "node:assert/strict";
import { DEFAULT_FILTERS } from "@/lib/call/filters.ts";
import { searchPauseMs } from "@/lib/call/machine.ts";
import { MediaError } from "@/lib/call/media/media.ts";
import { GIVE_UP_MS } from "@/lib/call/peer/path_health.ts";
import { LEG_LIFE_MS } from "@/lib/call/peer/legs.ts";
import { SETTLED_MS } from "@/lib/call/peer/peer_link.ts";
import {
  CONNECT_TIMEOUT_MS,
  SILENCE_TIMEOUT_MS,
} from "@/lib/call/peer/connect_timeout.ts";
import { SignalingError } from "@/lib/call/signaling/signaling_error.ts";
import { OFFER_WAIT_MS } from "@/lib/call/signaling/search.ts";
import type { Signal } from "@/lib/call/signaling/signals.ts";
import { type FakeAnswers, FakeStream, settle } from "./fakes.ts";
import { visit } from "./visit.ts";

/** A visit that waits for a partner. */
async function waiting(answers: Partial<FakeAnswers> = {}) {
  const v = visit(answers);
  v.session.start();
  await settle();
  equal(v.state.name, "waiting");
  return v;
}

/** A visit that was given a partner. */
async function paired(role: Role = "caller") {
  const v = await waiting();
  await v.emit({ type: "matched", match: { pairId: "p1", role } });
  equal(v.state.name, "connecting");
  return v;
}

/** A visit in a call. */
async function live(role: Role = "caller") {
  const v = await paired(role);
  v.connection.become("connected");
  await settle();
  equal(v.state.name, "live");
  return v;
}

Deno.test("prefetch() gets identity and servers before anybody presses", async () => {
  const { session, client } = visit();
  session.prefetch();
  await settle();
  deepEqual(client.calls, ["init", "iceServers"]);
});

Deno.test("start() opens the camera first, then asks for a partner", async () => {
  const { session, client, shown, expectations } = visit();
  session.start();
  deepEqual(shown, ["requesting-media"]);
  deepEqual(client.calls.filter((call) => call.startsWith("enqueue")), []);
  await settle();
  deepEqual(shown, ["requesting-media", "waiting"]);
  ok(client.calls.includes("enqueue all ALL"));
  equal(expectations.at(-1), "match");
});

Deno.test("a search has a connection for either role", async () => {
  const { connections } = await waiting();
  deepEqual(connections.map(({ log }) => log), [
    [],
    [
      "addTransceiver audio",
      "addTransceiver video",
      "send audio",
      "send video",
      "createOffer",
      "setLocal offer",
    ],
  ]);
});

Deno.test("a search that failed goes on with the connections it had", async () => {
  const v = await waiting();
  await v.emit({ type: "lost" });
  v.session.next();
  await settle();
  equal(v.state.name, "waiting");
  equal(v.connections.length, 2);
});

Deno.test("an offer that gets complete while waiting is taken to the server", async () => {
  const v = await waiting();
  await v.gather();
  equal(v.client.calls.at(-1), "enqueue all ALL");
  await v.timers.advance(OFFER_WAIT_MS);
  equal(v.client.calls.at(-1), "enqueue all ALL with our-offer");
  deepEqual(v.expected, { kind: "match", mayBeOutdated: true });
});

Deno.test("a match whose news is on its way is not ended by an offer that gets complete", async () => {
  const v = await waiting();
  await v.gather();
  await v.timers.advance(OFFER_WAIT_MS - 1);
  await v.emit({ type: "matched", match: { pairId: "p1", role: "callee" } });
  await v.timers.advance(OFFER_WAIT_MS);
  const asked = v.client.calls.filter((call) => call.startsWith("enqueue"));
  deepEqual(asked, ["enqueue all ALL"]);
});

Deno.test("a search begins with the offer that is ready, once", async () => {
  const v = visit();
  v.session.preview();
  await settle();
  await v.gather();
  v.session.start();
  await settle();
  const asked = v.client.calls.filter((call) => call.startsWith("enqueue"));
  deepEqual(asked, ["enqueue all ALL with our-offer"]);
  deepEqual(v.expected, { kind: "match", mayBeOutdated: false });
});

Deno.test("a search begun while an older request is under way believes no match unasked", async () => {
  const answer: (() => void)[] = [];
  const v = visit({
    enqueue: () => new Promise((resolve) => answer.push(resolve)),
  });
  v.session.start();
  await settle();
  v.session.stop();
  v.session.start();
  await settle();
  answer.shift()!();
  await settle();
  answer.shift()!();
  await settle();
  deepEqual(v.expected, { kind: "match", mayBeOutdated: true });
});

Deno.test("an offer that waited on the server is not posted again", async () => {
  const v = await waiting();
  await v.gather();
  await v.timers.advance(OFFER_WAIT_MS);
  await v.emit({ type: "matched", match: { pairId: "p1", role: "caller" } });
  equal(v.connection, v.connections[1]);
  deepEqual(v.client.calls.filter((call) => call.startsWith("post")), []);
  await v.emit({ type: "answer", sdp: "their-answer", gen: 0 });
  equal(v.connection.log.at(-1), "setRemote answer");
});

Deno.test("who arrives answers with the other connection", async () => {
  const v = await waiting();
  await v.gather();
  await v.emit({ type: "matched", match: { pairId: "p1", role: "callee" } });
  await v.emit({ type: "offer", sdp: "their-offer", gen: 0 });
  equal(v.connection, v.connections[0]);
  ok(v.client.calls.includes("post answer p1 our-answer 0"));
});

Deno.test("a waiting offer is replaced before it is too old, and still good until then", async () => {
  const v = await waiting();
  await v.gather();
  await v.timers.advance(LEG_LIFE_MS);
  equal(v.connections.length, 4);
  await v.emit({ type: "matched", match: { pairId: "p1", role: "caller" } });
  equal(v.connection, v.connections[1], "the new one is not complete yet");
  deepEqual(v.client.calls.filter((call) => call.startsWith("post")), []);
});

Deno.test("the next call is ready before the running one is left", async () => {
  const v = await live();
  const before = v.connections.length;
  await v.timers.advance(SETTLED_MS);
  ok(v.connections.length > before);
  await v.gather();
  const ready = v.connections.length;
  v.session.next();
  await settle();
  equal(v.connections.length, ready);
  equal(v.client.calls.at(-1), "enqueue all ALL with our-offer");
});

Deno.test("a preview gets everything ready and asks for nobody", async () => {
  const v = visit();
  v.session.preview();
  await settle();
  equal(v.state.name, "idle");
  ok(v.isOpen);
  ok(v.session.view.localStream);
  equal(v.connections.length, 2);
  deepEqual(v.client.calls, ["iceServers"]);
  v.session.start();
  await settle();
  equal(v.state.name, "waiting");
  equal(v.streams.length, 1, "the same camera goes on");
});

for (const way of ["endPreview", "depart", "unplugged"] as const) {
  Deno.test(`a preview leaves nothing behind (${way})`, async () => {
    const v = visit();
    v.session.preview();
    await settle();
    if (way !== "unplugged") v.session[way]();
    else v.streams[0]!.unplug();
    await settle();
    equal(v.state.name, "idle");
    equal(v.isOpen, false);
    equal(v.session.view.localStream, null);
    ok(v.streams[0]!.video.isStopped);
    ok(v.connections.every(({ log }) => log.includes("close")));
    equal(v.timers.pending, 0);
    deepEqual(v.client.calls, ["iceServers"]);
  });
}

Deno.test("a preview that finds no camera says nothing before Start", async () => {
  const v = visit();
  v.failMedia(new MediaError("in-use"));
  v.session.preview();
  await settle();
  deepEqual(v.state, { name: "idle" });
  equal(v.isOpen, false);
});

Deno.test("a preview ends with nothing but the preview", async () => {
  const v = await waiting();
  v.session.endPreview();
  v.session.preview();
  await settle();
  equal(v.state.name, "waiting");
  ok(v.isOpen);
});

Deno.test("the signals' source is closed with the camera, in every way", async () => {
  for (const way of ["stop", "depart", "taken-over"] as const) {
    const v = await live();
    ok(v.isOpen);
    if (way === "taken-over") v.session.noteOtherTab({ type: way });
    else v.session[way]();
    equal(v.isOpen, false, way);
  }
});

Deno.test("the caller posts its offer and its candidates", async () => {
  const { client, connections, expectations, timers } = await paired();
  connections[0]!.find("c1");
  connections[0]!.find("c2");
  await timers.advance(0);
  connections[0]!.find(null);
  await timers.advance(0);
  const posts = client.calls.filter((call) => call.startsWith("post"));
  deepEqual(posts, [
    "post offer p1 our-offer 0",
    "post ice c1,c2",
    "post ice end",
  ]);
  equal(expectations.at(-1), "negotiation");
});

Deno.test("the callee answers the offer, its candidates first or last", async () => {
  const { emit, client, connections } = await paired("callee");
  await emit({ type: "ice", candidates: [{ candidate: "c1", sdpMid: "0" }] });
  await emit({ type: "offer", sdp: "their-offer", gen: 0 });
  await emit({ type: "ice", candidates: [{ candidate: "c2", sdpMid: "0" }] });
  ok(client.calls.includes("post answer p1 our-answer 0"));
  deepEqual(connections[0]!.added, ["c1", "c2"]);
});

Deno.test("a call runs through the whole funnel", async () => {
  const v = await paired();
  const connection = v.connections[0]!;
  connection.find("c1");
  await v.emit({ type: "answer", sdp: "their-answer", gen: 0 });
  await v.emit({ type: "ice", candidates: [{ candidate: "r1" }] });
  const stream = new FakeStream();
  connection.ontrack?.({ track: stream.video, streams: [stream] });
  connection.become("connected");
  stream.video.dispatchEvent(new Event("unmute"));
  v.session.noteFirstFrame();
  v.session.noteFirstFrame();
  deepEqual(v.steps, [
    "matched",
    "offer",
    "local-candidate",
    "answer",
    "remote-candidate",
    "ice",
    "dtls",
    "first-packet",
    "first-frame",
  ]);
  equal(v.state.name, "live");
  ok(v.session.view.hasRemoteFrame);
});

Deno.test("next() in a call closes it and asks for another partner", async () => {
  const v = await live();
  v.session.next();
  await settle();
  equal(v.state.name, "waiting");
  ok(v.connections[0]!.log.includes("close"));
  equal(v.session.connection, null);
  equal(v.session.view.remoteStream, null);
  equal(v.client.calls.filter((call) => call.startsWith("enqueue")).length, 2);
  deepEqual(v.steps, [], "a search has a funnel of its own");
});

Deno.test("stop() tells the server, closes the call and the camera", async () => {
  const v = await live();
  v.session.stop();
  await settle();
  equal(v.state.name, "stopped");
  equal(v.client.calls.at(-1), "leave");
  ok(v.connections[0]!.log.includes("close"));
  ok(v.streams[0]!.getTracks().every(({ isStopped }) => isStopped));
  equal(v.session.view.localStream, null);
});

Deno.test("a stop right after the start leaves only once the enqueue is through", async () => {
  let answer = () => {};
  const v = visit();
  const slow = new Promise<void>((resolve) => answer = resolve);
  v.client.enqueue = () => {
    v.client.calls.push("enqueue");
    return slow;
  };
  v.session.start();
  await settle();
  v.session.stop();
  await settle();
  equal(v.client.calls.at(-1), "enqueue");
  answer();
  await settle();
  equal(v.client.calls.at(-1), "leave");
  equal(v.expectations.at(-1), "nothing");
});

Deno.test("a camera that opens after stop() is closed again", async () => {
  const v = visit();
  v.session.start();
  v.session.stop();
  await settle();
  equal(v.state.name, "stopped");
  ok(v.streams[0]!.getTracks().every(({ isStopped }) => isStopped));
});

Deno.test("a denied camera is a state that start() leaves", async () => {
  const v = visit();
  v.failMedia(new MediaError("denied"));
  v.session.start();
  await settle();
  deepEqual(v.state, { name: "media-error", reason: "denied" });
  v.failMedia(null);
  v.session.start();
  await settle();
  equal(v.state.name, "waiting");
});

Deno.test("a call goes on with what is left of the devices", async () => {
  const v = await live();
  v.streams[0]!.video.unplug();
  equal(v.state.name, "live");
  deepEqual(v.session.view.missing, ["video"]);
  await v.session.reopenDevice("video");
  deepEqual(v.session.view.missing, []);
  equal(v.connection.log.filter((line) => line === "send video").length, 2);
});

Deno.test("a call goes on when there is no other device", async () => {
  const v = await live();
  v.streams[0]!.audio.unplug();
  v.failMedia(new MediaError("no-device"));
  await v.session.reopenDevice("audio");
  equal(v.state.name, "live");
  deepEqual(v.session.view.missing, ["audio"]);
});

Deno.test("a search waits for nobody without any device", async () => {
  const v = await waiting();
  v.streams[0]!.audio.unplug();
  equal(v.state.name, "waiting");
  v.streams[0]!.video.unplug();
  deepEqual(v.state, { name: "media-error", reason: "no-device" });
});

Deno.test("unplugged devices end the call and tell the server", async () => {
  const v = await live();
  v.streams[0]!.unplug();
  await settle();
  deepEqual(v.state, { name: "media-error", reason: "no-device" });
  equal(v.client.calls.at(-1), "leave");
});

Deno.test("a partner who leaves is followed by a new search", async () => {
  const v = await live();
  await v.emit({ type: "peer-left" });
  equal(v.state.name, "peer-left");
  await v.timers.advance(searchPauseMs(v.state)!);
  equal(v.state.name, "waiting");
});

Deno.test("stop() right after a partner left stays stopped", async () => {
  const v = await live();
  await v.emit({ type: "peer-left" });
  v.session.stop();
  await v.timers.advance(searchPauseMs({ name: "peer-left" })! * 2);
  equal(v.state.name, "stopped");
});

Deno.test("a partner who never answers is told, left and followed by a search", async () => {
  const v = await paired();
  await v.timers.advance(SILENCE_TIMEOUT_MS);
  deepEqual(v.state, { name: "failed", reason: "no-answer" });
  equal(v.client.calls.at(-1), "leave");
  await v.timers.advance(searchPauseMs(v.state)!);
  equal(v.state.name, "waiting");
});

Deno.test("a call that finds no path has longer, fails and stays so", async () => {
  const v = await paired();
  await v.emit({ type: "answer", sdp: "a", gen: 0 });
  await v.emit({ type: "ice", candidates: [{ candidate: "c" }] });
  await v.timers.advance(CONNECT_TIMEOUT_MS - 1);
  equal(v.state.name, "connecting");
  await v.timers.advance(1);
  deepEqual(v.state, { name: "failed", reason: "ice-failed" });
  equal(v.client.calls.at(-1), "leave");
  await v.timers.advance(60_000);
  equal(v.state.name, "failed");
  v.session.next();
  await settle();
  equal(v.state.name, "waiting");
});

Deno.test("no path between the networks is told from a broken call", async () => {
  const early = await paired("callee");
  await early.emit({ type: "offer", sdp: "o", gen: 0 });
  await early.emit({ type: "ice", candidates: [{ candidate: "c" }] });
  early.connections[0]!.become("failed");
  deepEqual(early.state, { name: "failed", reason: "ice-failed" });
  const late = await live();
  late.connections[0]!.become("failed");
  await late.timers.advance(GIVE_UP_MS);
  deepEqual(late.state, { name: "failed", reason: "peer-lost" });
  await late.timers.advance(searchPauseMs(late.state)!);
  equal(late.state.name, "waiting");
});

Deno.test("a call that wavers asks whether the other side is gone", async () => {
  const v = await live();
  v.connections[0]!.become("disconnected");
  matches(JSON.stringify(v.state), /"side":"us"/);
  equal(v.expectations.at(-1), "poke");
  v.connections[0]!.become("connected");
  matches(JSON.stringify(v.state), /"trouble":null/);
});

Deno.test("lost signaling holds a search up, and no running call", async () => {
  const search = await waiting();
  await search.emit({ type: "lost" });
  deepEqual(search.state, { name: "waiting", isOffline: true });
  await search.emit({ type: "found" });
  deepEqual(search.state, { name: "waiting", isOffline: false });
  const call = await live();
  await call.emit({ type: "lost" });
  equal(call.state.name, "live");
});

for (const way of ["replaced", "yield"] as const) {
  for (const then of ["stop", "depart"] as const) {
    Deno.test(`another tab takes over (${way}) and ${then}() ends nothing there`, async () => {
      const v = await live();
      if (way === "replaced") await v.emit({ type: "replaced" });
      else v.session.noteOtherTab({ type: "taken-over" });
      equal(v.state.name, "other-tab");
      ok(v.streams[0]!.video.isStopped, "the camera is off at once");
      v.session[then]();
      await settle();
      ok(!v.client.calls.includes("leave"));
      ok(!v.client.calls.includes("beacon"));
    });
  }
}

Deno.test("start() takes over here: the camera again, and a new place", async () => {
  const v = await live();
  v.session.noteOtherTab({ type: "taken-over" });
  v.session.start();
  await settle();
  equal(v.state.name, "waiting");
  equal(v.streams.length, 2);
  equal(v.client.calls.filter((call) => call.startsWith("enqueue")).length, 2);
});

Deno.test("being forgotten in the queue is mended", async () => {
  const v = await waiting();
  await v.emit({ type: "dequeued" });
  equal(v.client.calls.filter((call) => call.startsWith("enqueue")).length, 2);
  equal(v.expectations.at(-1), "match");
});

Deno.test("a search that is not let in fails as refused", async () => {
  const v = visit({
    enqueue() {
      throw new SignalingError("enqueue", { status: 400, code: "bad-input" });
    },
  });
  v.session.start();
  await settle();
  deepEqual(v.state, { name: "failed", reason: "refused" });
});

/** A visit that asks a server which is away. */
async function outage([status, code]: readonly [number, string]) {
  const server = { isAway: true };
  const v = visit({
    enqueue() {
      if (server.isAway) throw new SignalingError("enqueue", { status, code });
    },
  });
  v.session.start();
  await settle();
  const asked = () =>
    v.client.calls.filter((call) => call.startsWith("enqueue")).length;
  return { v, server, asked };
}

const OUTAGES = [[0, "network"], [429, "slow-down"], [
  500,
  "internal",
]] as const;
for (const failure of OUTAGES) {
  Deno.test(`a search goes on by itself after an outage (${failure})`, async () => {
    const { v, server, asked } = await outage(failure);
    deepEqual(v.state, { name: "waiting", isOffline: true });
    equal(v.expected.kind, "nothing");
    await v.timers.advance(60_000);
    ok(asked() > 4 && asked() < 20, `${asked()} requests a minute`);
    server.isAway = false;
    await v.timers.advance(10_000);
    deepEqual(v.state, { name: "waiting", isOffline: false });
    equal(v.expected.kind, "match");
  });
}

Deno.test("a search asks at once when the device has a network again", async () => {
  const { v, server, asked } = await outage([0, "network"]);
  server.isAway = false;
  const before = asked();
  v.session.noteNetworkChange();
  await settle();
  equal(asked(), before + 1);
  deepEqual(v.state, { name: "waiting", isOffline: false });
  v.session.noteNetworkChange();
  await settle();
  equal(asked(), before + 1, "one that waits keeps its place");
});

Deno.test("a search that was given up in an outage asks no more", async () => {
  const { v, asked } = await outage([0, "network"]);
  v.session.stop();
  await settle();
  equal(v.timers.pending, 0);
  const before = asked();
  await v.timers.advance(60_000);
  equal(asked(), before);
});

Deno.test("a page that is loaded anew leaves its call to the next one", async () => {
  const v = await live("callee");
  await v.emit({ type: "offer", sdp: "o", gen: 2 });
  v.reload();
  v.session.depart();
  await settle();
  const leftAtMs = v.timers.nowMs();
  const match = { pairId: "p1", role: "callee" };
  deepEqual(v.left, [{ match, gen: 2, leftAtMs }]);
  equal(v.client.calls.at(-1), "reload p1");
  ok(!v.client.calls.includes("leave") && !v.client.calls.includes("beacon"));
  ok(v.streams[0]!.video.isStopped);
  equal(v.timers.pending, 0);
});

Deno.test("a search that is loaded anew is over", async () => {
  const v = await waiting();
  v.reload();
  v.session.depart();
  deepEqual(v.left, []);
  ok(v.client.calls.includes("beacon"));
});

for (const role of ["caller", "callee"] as const) {
  Deno.test(`a call is taken up again after a reload (${role})`, async () => {
    const v = visit();
    const leftAtMs = v.timers.nowMs();
    v.session.rejoin({ match: { pairId: "p1", role }, gen: 2, leftAtMs });
    await settle();
    equal(v.state.name, "live");
    ok(v.isOpen);
    ok(v.session.view.localStream);
    deepEqual(v.expected, { kind: "call", pairId: "p1", role });
    ok(!v.client.calls.some((call) => call.startsWith("enqueue")));
    if (role === "callee") {
      ok(v.client.calls.includes("restart p1"));
      await v.emit({ type: "offer", sdp: "o", gen: 3 });
      equal(v.client.calls.at(-1), "post answer p1 our-answer 3");
    } else {
      ok(v.client.calls.includes("post offer p1 our-offer 3"));
      await v.emit({ type: "answer", sdp: "a", gen: 3 });
    }
    ok(v.connection.log.includes("send video"), "the camera came later");
    equal(v.session.view.gen, 3);
    v.connection.become("connected");
    deepEqual(v.state, {
      name: "live",
      match: { pairId: "p1", role },
      trouble: null,
    });
  });
}

Deno.test("a call that ended during the reload leads to a new search", async () => {
  const v = visit();
  const match = { pairId: "p1", role: "caller" } as const;
  v.client.postDescription = () =>
    Promise.reject(
      new SignalingError("test", { status: 403, code: "forbidden" }),
    );
  v.session.rejoin({ match, gen: 0, leftAtMs: v.timers.nowMs() });
  await settle();
  equal(v.state.name, "peer-left");
  await v.timers.advance(searchPauseMs(v.state)!);
  equal(v.state.name, "waiting");
});

/** A search whose first request is not answered yet, and others like it. */
async function askedTwice() {
  const answer: (() => void)[] = [];
  const v = visit({
    enqueue: () => new Promise((resolve) => answer.push(resolve)),
  });
  const enqueueCount = () =>
    v.client.calls.filter((call) => call.startsWith("enqueue")).length;
  v.session.start();
  await settle();
  v.session.setFilters({ ...DEFAULT_FILTERS, meetGenders: ["f"] });
  await settle();
  equal(enqueueCount(), 1, "the second waits for the first");
  return { v, answer, enqueueCount };
}

const pushedMatch: Signal = {
  type: "matched",
  match: { pairId: "p1", role: "callee" },
};

Deno.test("nobody is asked for a match while new wishes are on their way", async () => {
  const { v, answer } = await askedTwice();
  answer[0]!();
  await settle();
  equal(v.expectations.at(-1), "nothing");
  answer[1]!();
  await settle();
  equal(v.expectations.at(-1), "match");
});

Deno.test("a late answer to an enqueue leaves a fresh call alone", async () => {
  const { v, answer } = await askedTwice();
  answer[0]!();
  await settle();
  await v.emit(pushedMatch);
  answer[1]!();
  await settle();
  equal(v.state.name, "connecting");
  equal(v.expectations.at(-1), "negotiation");
});

Deno.test("wishes not sent before the match are never sent: they would leave it", async () => {
  const { v, answer, enqueueCount } = await askedTwice();
  await v.emit(pushedMatch);
  answer[0]!();
  await settle();
  equal(enqueueCount(), 1);
  equal(v.expectations.at(-1), "negotiation");
});

Deno.test("setFilters() in a call sends nothing before the next search", async () => {
  const v = await live();
  v.session.setFilters({ ...DEFAULT_FILTERS, meetGenders: ["f"] });
  await settle();
  ok(!v.client.calls.includes("enqueue f ALL"));
  v.session.next();
  await settle();
  equal(v.client.calls.at(-1), "enqueue f ALL");
});

Deno.test("a late word of being forgotten in the queue leaves a call alone", async () => {
  const v = await live();
  await v.emit({ type: "dequeued" });
  equal(v.client.calls.filter((call) => call.startsWith("enqueue")).length, 1);
  equal(v.expectations.at(-1), "call");
});

Deno.test("next() pressed twice asks once", async () => {
  const v = await live();
  v.session.next();
  v.session.next();
  await settle();
  equal(v.client.calls.filter((call) => call.startsWith("enqueue")).length, 2);
});

Deno.test("stop() and start() while an enqueue is under way ask in that order", async () => {
  const { v, answer } = await askedTwice();
  v.session.stop();
  v.session.start();
  await settle();
  answer[0]!();
  await settle();
  equal(v.state.name, "waiting");
  equal(v.expectations.at(-1), "nothing");
  answer[1]!();
  await settle();
  equal(v.expectations.at(-1), "match");
  const asked = v.client.calls.filter((call) => /^(enqueue|leave)/.test(call));
  equal(asked.at(-1), "enqueue f ALL");
});

Deno.test("a place that was left is left, though the next start finds no camera", async () => {
  const { v, answer } = await askedTwice();
  v.session.stop();
  v.failMedia(new MediaError("denied"));
  v.session.start();
  await settle();
  equal(v.state.name, "media-error");
  answer[0]!();
  await settle();
  equal(v.client.calls.at(-1), "leave");
});

Deno.test("a place that was left late is not left once another tab has it", async () => {
  for (const meanwhile of ["stopped", "requesting-media"]) {
    const { v, answer } = await askedTwice();
    v.session.stop();
    if (meanwhile === "requesting-media") v.session.start();
    equal(v.state.name, meanwhile);
    v.session.noteOtherTab({ type: "taken-over" });
    answer[0]!();
    await settle();
    ok(!v.client.calls.includes("leave"));
  }
});

Deno.test("a late refusal of an older call fails nothing", async () => {
  const v = await waiting();
  const refusal = Promise.withResolvers<void>();
  v.client.postDescription = () => refusal.promise;
  await v.emit({ type: "matched", match: { pairId: "p1", role: "caller" } });
  v.session.next();
  await settle();
  refusal.reject(
    new SignalingError("post", { status: 400, code: "bad-input" }),
  );
  await settle();
  equal(v.state.name, "waiting");
});

Deno.test("a late refusal of an older search fails nothing", async () => {
  const { promise, reject } = Promise.withResolvers<void>();
  let asked = 0;
  const v = visit({
    enqueue: () => asked++ === 0 ? promise : Promise.resolve(),
  });
  v.session.start();
  await settle();
  v.session.stop();
  v.session.start();
  await settle();
  reject(new SignalingError("enqueue", { status: 400, code: "bad-input" }));
  await settle();
  equal(v.state.name, "waiting");
  equal(v.expectations.at(-1), "match");
});

Deno.test("an enqueue that meets another tab's yields to it", async () => {
  const v = visit({
    enqueue() {
      throw new SignalingError("enqueue", { status: 409, code: "exists" });
    },
  });
  v.session.start();
  await settle();
  equal(v.state.name, "other-tab");
});

Deno.test("setFilters() takes effect in a running search", async () => {
  const v = await waiting();
  v.session.setFilters({ ...DEFAULT_FILTERS, meetCountries: ["VN", "FR"] });
  await settle();
  equal(v.client.calls.at(-1), "enqueue all VN,FR");
  equal(v.expectations.at(-1), "match");
});

Deno.test("microphone and camera stay as they were set, from call to call", async () => {
  const v = await waiting();
  v.session.setToggles({ isMicOn: false });
  v.session.setToggles({ isCameraOn: false });
  const [stream] = v.streams;
  deepEqual([stream!.audio.enabled, stream!.video.enabled], [false, false]);
  v.session.stop();
  v.session.start();
  await settle();
  equal(v.streams[1]!.audio.enabled, false);
});

Deno.test("depart() leaves by beacon, and only a visit that began", async () => {
  const fresh = visit();
  fresh.session.depart();
  deepEqual(fresh.client.calls, []);
  const v = await live();
  v.session.depart();
  ok(v.client.calls.includes("beacon"));
  equal(v.state.name, "stopped");
});
