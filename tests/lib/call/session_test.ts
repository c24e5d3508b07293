import { deepEqual, equal, match as matches, ok } from "node:assert/strict";
import { DEFAULT_FILTERS } from "@/lib/call/filters.ts";
import { searchPauseMs } from "@/lib/call/machine.ts";
import { END_AFTER_MS } from "@/lib/call/peer/candidate_queue.ts";
import { MediaError } from "@/lib/call/media/media.ts";
import { GIVE_UP_MS } from "@/lib/call/peer/path_health.ts";
import {
  CONNECT_TIMEOUT_MS,
  SILENCE_TIMEOUT_MS,
} from "@/lib/call/peer/connect_timeout.ts";
import { SignalingError } from "@/lib/call/signaling/signaling_error.ts";
import { FakeStream } from "./fake_media.ts";
import { settle } from "./fakes.ts";
import { visit } from "./visit.ts";
import { live, paired, waiting } from "./stages.ts";

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

Deno.test("who hides their address goes over relays alone, and the server is told", async () => {
  const { session, client, policies } = visit();
  session.hideAddress(true);
  session.start();
  await settle();
  ok(client.calls.includes("enqueue all ALL hidden"));
  deepEqual(policies, ["relay", "relay"]);
});

Deno.test("the caller posts its offer and its candidates", async () => {
  const { client, connections, expectations, timers } = await paired();
  connections[0]!.find("c1");
  connections[0]!.find("c2");
  await timers.advance(0);
  connections[0]!.find(null);
  await timers.advance(END_AFTER_MS);
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
  const [, video] = v.connection.getTransceivers();
  const { encodings, track } = video!.sender;
  equal(track, v.streams[1]!.video);
  deepEqual(encodings, [{ scaleResolutionDownBy: 3 }], "as it was");
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

Deno.test("setFilters() takes effect in a running search", async () => {
  const v = await waiting();
  v.session.setFilters({ ...DEFAULT_FILTERS, meetCountries: ["VN", "FR"] });
  await settle();
  equal(v.client.calls.at(-1), "renew all VN,FR");
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
