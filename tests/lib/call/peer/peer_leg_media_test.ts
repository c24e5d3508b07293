import { deepEqual, equal } from "node:assert/strict";
import { FakeStream } from "@/tests/lib/call/fake_media.ts";
import { settle } from "@/tests/lib/call/fakes.ts";

import { leg, OFFERED, offering } from "./fake_leg.ts";

/** A leg that offers, and one that answers. */
async function inEitherRole() {
  const [caller, callee] = [leg(), leg()];
  await caller.peer.begin("caller");
  await callee.peer.begin("callee");
  await callee.peer.receiveDescription("offer", { sdp: "o", gen: 0 });
  return [caller, callee];
}

Deno.test("attach() sends through what was negotiated, each track once", async () => {
  const { peer, connection } = await offering();
  const { asStream } = new FakeStream();
  peer.attach(asStream);
  peer.attach(asStream);
  deepEqual(connection.log, [...OFFERED, "send audio", "send video"]);
});

Deno.test("a camera that is on before the offer comes is sent by the answer", async () => {
  const { peer, connection } = leg();
  peer.attach(new FakeStream().asStream);
  await peer.begin("callee");
  await peer.receiveDescription("offer", { sdp: "o", gen: 0 });
  deepEqual(
    connection.log.filter((step) => step.startsWith("send ")),
    ["send audio", "send video"],
  );
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
  for (const { connection } of await inEitherRole()) {
    const streams = connection.getTransceivers().map(({ sender }) =>
      sender.streams
    );
    equal(streams.length, 2);
    deepEqual(streams.map(({ length }) => length), [1, 1]);
    equal(streams[0]![0], streams[1]![0]);
  }
});

Deno.test("the first pictures are small in either role", async () => {
  for (const { connection } of await inEitherRole()) {
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
