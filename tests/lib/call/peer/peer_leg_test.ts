import { deepEqual, equal } from "node:assert/strict";
import { PeerLeg } from "@/lib/call/peer/peer_leg.ts";
import { FakeConnection, FakeStream, settle } from "@/tests/lib/call/fakes.ts";

function leg() {
  const connection = new FakeConnection();
  const events: string[] = [];
  const note = (text: string) => void events.push(text);
  const peer = new PeerLeg({
    connection: connection.asConnection,
    events: {
      onDescription: (kind, { sdp, gen }) => note(`${kind} ${sdp} ${gen}`),
      onCandidate: ({ candidate }) => note(`candidate ${candidate || "end"}`),
      onRemoteStream: () => note("stream"),
      onStatus: (status) => note(`status ${status}`),
      onStep: (step) => note(`step ${step}`),
    },
  });
  return { peer, connection, events };
}

const candidates = (...names: string[]) =>
  names.map((candidate) => ({ candidate, sdpMid: "0" }));

Deno.test("the caller offers at once, and takes the answer", async () => {
  const { peer, connection, events } = leg();
  await peer.begin("caller");
  deepEqual(events, ["step offer", "offer our-offer 0"]);
  await peer.receiveDescription("answer", { sdp: "their-answer", gen: 0 });
  equal(connection.signalingState, "stable");
  deepEqual(connection.log, [
    "createOffer",
    "setLocal offer",
    "setRemote answer",
  ]);
});

Deno.test("the caller uses the offer drafted while waiting", async () => {
  const { peer, connection } = leg();
  peer.warm(new FakeStream().asStream);
  await peer.begin("caller");
  deepEqual(connection.log, [
    "addTrack audio",
    "addTrack video",
    "createOffer",
    "setLocal offer",
  ]);
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
  deepEqual(connection.log, ["createOffer"]);
  release();
  await Promise.all([begun, answered]);
  deepEqual(connection.log.slice(1), ["setLocal offer", "setRemote answer"]);
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
  deepEqual(connection.log, ["createOffer", "setLocal offer"]);
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

Deno.test("our candidates are reported, and their end", () => {
  const { connection, events } = leg();
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
    "status interrupted",
    "status failed",
  ]);
});

Deno.test("a remote track reports its stream, and its first packet", () => {
  const { connection, events } = leg();
  const stream = new FakeStream();
  connection.ontrack?.({ track: stream.video, streams: [stream] });
  stream.video.dispatchEvent(new Event("unmute"));
  stream.video.dispatchEvent(new Event("unmute"));
  deepEqual(events, ["stream", "step first-packet"]);
});

Deno.test("a closed leg reports and takes nothing", async () => {
  const { peer, connection, events } = leg();
  peer.close();
  connection.find("c1");
  connection.become("failed");
  peer.receiveCandidates(candidates("1"));
  await peer.receiveDescription("offer", { sdp: "o", gen: 0 });
  deepEqual(events, []);
  deepEqual(connection.log, ["close"]);
});
