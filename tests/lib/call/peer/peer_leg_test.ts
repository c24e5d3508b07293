import { deepEqual, equal } from "node:assert/strict";
import { PeerLeg } from "@/lib/call/peer/peer_leg.ts";
import { GATHERING_MS } from "@/lib/call/peer/gathering.ts";
import {
  FakeConnection,
  FakeStream,
  FakeTimers,
  settle,
} from "@/tests/lib/call/fakes.ts";

function leg() {
  const connection = new FakeConnection();
  const events: string[] = [];
  const found: RTCIceCandidateInit[] = [];
  const note = (text: string) => void events.push(text);
  const peer = new PeerLeg({
    connection: connection.asConnection,
    createStream: () => new FakeStream().asStream,
    events: {
      onDescription: (kind, { sdp, gen }) => note(`${kind} ${sdp} ${gen}`),
      onCandidate(candidate) {
        found.push(candidate);
        note(`candidate ${candidate.candidate || "end"}`);
      },
      onChannel: ({ readyState }) => note(`channel ${readyState}`),
      onPeerTrack: (kind, isOn) => note(`${kind} ${isOn ? "on" : "off"}`),
      onRemoteStream: () => note("stream"),
      onStatus: (status) => note(`status ${status}`),
      onStep: (step) => note(`step ${step}`),
      onPeerReplaced: ({ type, description: { gen }, held }) =>
        note(`replaced by ${type} ${gen}, ${held.length} held`),
    },
  });
  return { peer, connection, events, found };
}

/** What a connection is asked for until its offer is made. */
const OFFERED = [
  "addTransceiver audio",
  "addTransceiver video",
  "createOffer",
  "setLocal offer",
];

const candidates = (...names: string[]) =>
  names.map((candidate) => ({ candidate, sdpMid: "0" }));

Deno.test("the caller offers at once, and takes the answer", async () => {
  const { peer, connection, events } = leg();
  await peer.begin("caller");
  deepEqual(events, ["step offer", "offer our-offer 0"]);
  await peer.receiveDescription("answer", { sdp: "their-answer", gen: 0 });
  equal(connection.signalingState, "stable");
  deepEqual(connection.log.slice(OFFERED.length), ["setRemote answer"]);
});

/** A leg whose offer is made ahead and not yet complete. */
async function offering() {
  const timers = new FakeTimers();
  const it = leg();
  const offer = it.peer.prepareOffer(timers);
  await settle();
  return { ...it, timers, offer };
}

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

Deno.test("attach() sends through what was negotiated, each track once", async () => {
  const { peer, connection } = await offering();
  const { asStream } = new FakeStream();
  peer.attach(asStream);
  peer.attach(asStream);
  deepEqual(connection.log, [...OFFERED, "send audio", "send video"]);
});

Deno.test("a camera that opens only after the answer is sent all the same", async () => {
  const { peer, connection } = leg();
  await peer.begin("callee");
  await peer.receiveDescription("offer", { sdp: "o", gen: 0 });
  deepEqual(
    connection.getTransceivers().map(({ direction }) => direction),
    ["sendrecv", "sendrecv"],
  );
  peer.attach(new FakeStream().asStream);
  deepEqual(connection.log.slice(-2), ["send audio", "send video"]);
});

Deno.test("what is sent in either role belongs to one stream", async () => {
  const caller = leg();
  await caller.peer.begin("caller");
  const callee = leg();
  await callee.peer.begin("callee");
  await callee.peer.receiveDescription("offer", { sdp: "o", gen: 0 });
  for (const { connection } of [caller, callee]) {
    const streams = connection.getTransceivers().map(({ sender }) =>
      sender.streams
    );
    equal(streams.length, 2);
    deepEqual(streams.map(({ length }) => length), [1, 1]);
    equal(streams[0]![0], streams[1]![0]);
  }
});

Deno.test("the first pictures are small in either role", async () => {
  const caller = leg();
  await caller.peer.begin("caller");
  const callee = leg();
  await callee.peer.begin("callee");
  await callee.peer.receiveDescription("offer", { sdp: "o", gen: 0 });
  for (const { connection } of [caller, callee]) {
    deepEqual(
      connection.getTransceivers().map(({ sender }) => sender.encodings),
      [[{}], [{ scaleResolutionDownBy: 3 }]],
    );
  }
});

Deno.test("the first pictures are as small of every camera", async () => {
  const stream = new FakeStream();
  stream.video.settings = { width: 640, height: 480 };
  for (const role of ["caller", "callee"] as const) {
    const { peer, connection } = leg();
    peer.attach(stream.asStream);
    await peer.begin(role);
    if (role === "callee") {
      await peer.receiveDescription("offer", { sdp: "o", gen: 0 });
    }
    const [, video] = connection.getTransceivers();
    deepEqual(video!.sender.encodings, [{ scaleResolutionDownBy: 2 }]);
  }
});

Deno.test("what answers has its places ready before the offer comes", async () => {
  for (const isStreamFirst of [true, false]) {
    const { peer, connection } = leg();
    const { asStream, video } = new FakeStream();
    video.settings = { width: 1280, height: 720 };
    if (isStreamFirst) peer.attach(asStream);
    peer.expectOffer();
    if (!isStreamFirst) peer.attach(asStream);
    deepEqual(connection.log, ["addTrack audio", "addTrack video"]);
    const [, place] = connection.getTransceivers();
    deepEqual(place!.sender.encodings, [{ scaleResolutionDownBy: 3 }]);
    await peer.begin("callee");
    await peer.receiveDescription("offer", { sdp: "o", gen: 0 });
    deepEqual(connection.log.slice(2), [
      "setRemote offer",
      "createAnswer",
      "setLocal answer",
    ]);
  }
});

Deno.test("another camera takes the place that was made ahead", async () => {
  const { peer, connection } = leg();
  peer.expectOffer();
  peer.attach(new FakeStream().asStream);
  const other = new FakeStream();
  peer.attach(other.asStream);
  deepEqual(connection.log.slice(2), ["send audio", "send video"]);
  await settle();
  const [, place] = connection.getTransceivers();
  equal(place!.sender.track, other.video);
});

Deno.test("what was to answer can offer, also where something is missing", async () => {
  const { peer, connection } = leg();
  peer.expectOffer();
  peer.attach(new FakeStream("audio").asStream);
  await peer.begin("caller");
  deepEqual(connection.log, [
    "addTrack audio",
    "addTransceiver video",
    "createOffer",
    "setLocal offer",
  ]);
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

/** A description of a connection with this certificate and ICE generation. */
const sdpOf = (fingerprint: string, ufrag: string) =>
  `v=0\r\na=fingerprint:sha-256 ${fingerprint}\r\na=ice-ufrag:${ufrag}\r\n`;

Deno.test("the caller's restart is a new generation over new addresses", async () => {
  const { peer, connection, events } = leg();
  await peer.begin("caller");
  await peer.receiveDescription("answer", { sdp: sdpOf("AA", "u1"), gen: 0 });
  await peer.restart();
  equal(peer.gen, 1);
  deepEqual(connection.log.slice(-2), ["createOffer anew", "setLocal offer"]);
  equal(events.at(-1), "offer our-offer 1");
  peer.receiveCandidates([{ candidate: "c2", usernameFragment: "u2" }]);
  deepEqual(connection.added, [], "they wait for their answer");
  await peer.receiveDescription("answer", { sdp: sdpOf("AA", "u0"), gen: 0 });
  equal(connection.signalingState, "have-local-offer", "an old answer");
  await peer.receiveDescription("answer", { sdp: sdpOf("AA", "u2"), gen: 1 });
  equal(connection.signalingState, "stable");
  deepEqual(connection.added, ["c2"]);
});

Deno.test("the callee answers a restart with what it has", async () => {
  const { peer, connection, events } = leg();
  await peer.begin("callee");
  await peer.receiveDescription("offer", { sdp: sdpOf("AA", "u1"), gen: 0 });
  await peer.receiveDescription("offer", { sdp: sdpOf("AA", "u2"), gen: 2 });
  deepEqual(
    events.filter((event) => event.startsWith("answer")),
    ["answer our-answer 0", "answer our-answer 2"],
  );
  equal(connection.getTransceivers().length, 2);
});

for (const type of ["offer", "answer"] as const) {
  Deno.test(`an ${type} of another connection is for another leg`, async () => {
    const { peer, connection, events } = leg();
    await peer.begin(type === "offer" ? "callee" : "caller");
    await peer.receiveDescription(type, { sdp: sdpOf("AA", "u1"), gen: 0 });
    if (type === "answer") await peer.restart();
    peer.receiveCandidates([{ candidate: "c", usernameFragment: "u9" }]);
    const before = connection.log.length;
    await peer.receiveDescription(type, { sdp: sdpOf("BB", "u9"), gen: 1 });
    equal(events.at(-1), `replaced by ${type} 1, 1 held`);
    equal(connection.log.length, before);
  });
}

Deno.test("a leg goes on after the negotiations of another one", async () => {
  const caller = leg();
  await caller.peer.begin("caller", { afterGen: 4 });
  deepEqual(caller.events, [], "it offers when it is told to");
  await caller.peer.restart();
  equal(caller.events.at(-1), "offer our-offer 5");
  deepEqual(caller.connection.log, OFFERED);
  const callee = leg();
  await callee.peer.begin("callee", { afterGen: 4 });
  await callee.peer.receiveDescription("offer", { sdp: "old", gen: 4 });
  deepEqual(callee.events, []);
  await callee.peer.receiveDescription("offer", { sdp: "new", gen: 5 });
  equal(callee.events.at(-1), "answer our-answer 5");
});

Deno.test("the end of candidates names its generation", async () => {
  const { peer, connection, found } = leg();
  await peer.begin("callee");
  connection.localDescription = { type: "answer", sdp: sdpOf("AA", "u7") };
  connection.find(null);
  deepEqual(found, [{
    candidate: "",
    sdpMid: "0",
    sdpMLineIndex: 0,
    usernameFragment: "u7",
  }]);
});
