import { deepEqual, equal } from "node:assert/strict";
import { GATHERING_MS } from "@/lib/call/peer/gathering.ts";
import { FakeStream } from "@/tests/lib/call/fake_media.ts";
import { settle } from "@/tests/lib/call/fakes.ts";

import { candidates, leg, OFFERED, offering } from "./fake_leg.ts";

Deno.test("the caller offers at once, and takes the answer", async () => {
  const { peer, connection, events } = leg();
  await peer.begin("caller");
  deepEqual(events, ["step offer", "offer our-offer 0"]);
  await peer.receiveDescription("answer", { sdp: "their-answer", gen: 0 });
  equal(connection.signalingState, "stable");
  deepEqual(connection.log.slice(OFFERED.length), ["setRemote answer"]);
});

Deno.test("an offer made ahead is complete, and told only once there is a match", async () => {
  const { peer, connection, events, timers, offer } = await offering();
  connection.find("c1");
  connection.gather("complete");
  connection.find(null);
  equal(await offer, "our-offer");
  equal(timers.pending, 0);
  deepEqual(events, []);
  await peer.begin("caller");
  deepEqual(events, [
    "step offer",
    "offer our-offer 0",
    "step local-candidate",
    "candidate end",
  ]);
});

Deno.test("an offer that is on the server already is not told", async () => {
  const { peer, connection, events } = await offering();
  connection.gather("complete");
  await settle();
  await peer.begin("caller", { isOffered: true });
  deepEqual(events, ["step offer", "step local-candidate"]);
});

Deno.test("candidates that an offer did not wait for follow on their own", async () => {
  const { peer, connection, events, timers, offer } = await offering();
  connection.find("early");
  await timers.advance(GATHERING_MS);
  equal(await offer, "our-offer");
  connection.find("late");
  await peer.begin("caller", { isOffered: true });
  connection.find("later");
  deepEqual(events.filter((text) => text.startsWith("candidate")), [
    "candidate late",
    "candidate later",
  ]);
});

Deno.test("a leg that is closed while it gathers has no offer", async () => {
  const { peer, timers, offer } = await offering();
  peer.close();
  equal(await offer, null);
  equal(timers.pending, 0);
});

Deno.test("candidates inside a description count as the peer's", async () => {
  const { peer, events } = leg();
  await peer.begin("callee");
  const sdp = "v=0\r\na=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\n";
  await peer.receiveDescription("offer", { sdp, gen: 0 });
  deepEqual(events.slice(0, 2), ["step offer", "step remote-candidate"]);
});

Deno.test("an answer that comes before our own offer is set waits for it", async () => {
  const { peer, connection, events } = leg();
  let release = () => {};
  connection.gate = new Promise((resolve) => release = resolve);
  const begun = peer.begin("caller");
  await settle();
  equal(events.at(-1), "offer our-offer 0");
  const answered = peer.receiveDescription("answer", { sdp: "a", gen: 0 });
  await settle();
  deepEqual(connection.log, OFFERED.slice(0, -1));
  release();
  await Promise.all([begun, answered]);
  deepEqual(connection.log, [...OFFERED, "setRemote answer"]);
});

Deno.test("the callee answers, and sends nothing before", async () => {
  const { peer, connection, events } = leg();
  await peer.begin("callee");
  deepEqual(events, []);
  await peer.receiveDescription("offer", { sdp: "their-offer", gen: 0 });
  deepEqual(connection.log, [
    "setRemote offer",
    "createAnswer",
    "setLocal answer",
  ]);
  deepEqual(events, ["step offer", "step answer", "answer our-answer 0"]);
});

Deno.test("repeated and stale descriptions change nothing", async () => {
  const { peer, connection, events } = leg();
  await peer.begin("callee");
  await peer.receiveDescription("offer", { sdp: "o", gen: 1 });
  const before = [...connection.log];
  await peer.receiveDescription("offer", { sdp: "o", gen: 1 });
  await peer.receiveDescription("offer", { sdp: "o", gen: 0 });
  await peer.receiveDescription("answer", { sdp: "a", gen: 1 });
  deepEqual(connection.log, before);
  equal(events.filter((text) => text.startsWith("answer")).length, 1);
});

Deno.test("the impolite caller ignores an offer that crosses its own", async () => {
  const { peer, connection } = leg();
  await peer.begin("caller");
  await peer.receiveDescription("offer", { sdp: "glare", gen: 1 });
  deepEqual(connection.log, OFFERED);
});

Deno.test("candidates before the description, reversed and doubled, are all added once", async () => {
  const { peer, connection } = leg();
  await peer.begin("callee");
  peer.receiveCandidates(candidates("3", "2"));
  peer.receiveCandidates(candidates("2", "1"));
  deepEqual(connection.added, []);
  await peer.receiveDescription("offer", { sdp: "o", gen: 0 });
  peer.receiveCandidates(candidates("1", "bad", "4", ""));
  await settle();
  deepEqual(connection.added, ["3", "2", "1", "bad", "4", ""]);
});

Deno.test("our candidates are reported, and their end", async () => {
  const { peer, connection, events } = leg();
  await peer.begin("callee");
  connection.find("c1");
  connection.find(null);
  deepEqual(events, ["step local-candidate", "candidate c1", "candidate end"]);
});

Deno.test("the connection's states become statuses and steps", () => {
  const { connection, events } = leg();
  for (const state of ["connecting", "connected", "disconnected", "failed"]) {
    connection.become(state as RTCPeerConnectionState);
  }
  deepEqual(events, [
    "step ice",
    "step dtls",
    "status connected",
    "status disconnected",
    "status failed",
  ]);
});

Deno.test("a remote track reports its stream, and its first packet", () => {
  const { connection, events } = leg();
  const stream = new FakeStream();
  connection.ontrack?.({ track: stream.video });
  stream.video.dispatchEvent(new Event("unmute"));
  stream.video.dispatchEvent(new Event("mute"));
  stream.video.dispatchEvent(new Event("unmute"));
  deepEqual(events, [
    "stream",
    "step first-packet",
    "video on",
    "video off",
    "video on",
  ]);
});

Deno.test("a leg has its channel before any offer, and tells once it opens", () => {
  const { connection: { channels }, events } = leg();
  deepEqual(channels.map(({ options }) => options), [
    { negotiated: true, id: 0 },
  ]);
  deepEqual(events, []);
  channels[0]!.open();
  deepEqual(events, ["channel open"]);
});

Deno.test("a closed leg reports and takes nothing", async () => {
  const { peer, connection, events } = leg();
  peer.close();
  connection.find("c1");
  connection.become("failed");
  connection.channels[0]!.open();
  peer.receiveCandidates(candidates("1"));
  await peer.receiveDescription("offer", { sdp: "o", gen: 0 });
  deepEqual(events, []);
  deepEqual(connection.log, ["close"]);
});
