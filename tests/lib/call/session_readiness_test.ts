import { deepEqual, equal, ok } from "node:assert/strict";
import { MediaError } from "@/lib/call/media/media.ts";
import { LEG_LIFE_MS } from "@/lib/call/peer/legs.ts";
import { SETTLED_MS } from "@/lib/call/peer/peer_link.ts";
import { settle } from "./fakes.ts";
import { visit } from "./visit.ts";
import { live, waiting } from "./stages.ts";

Deno.test("a search has a connection for either role", async () => {
  const { connections } = await waiting();
  deepEqual(connections.map(({ log }) => log), [
    ["addTrack audio", "addTrack video"],
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
  equal(v.client.calls.at(-1), "renew all ALL with our-offer");
  deepEqual(v.expected, { kind: "match", mayBeOutdated: false });
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

Deno.test("a preview that was asked for says why there is none", async () => {
  for (const isAsked of [true, false]) {
    const v = visit();
    v.failMedia(new MediaError("denied"));
    v.session.preview({ isAsked });
    await settle();
    equal(v.state.name, isAsked ? "media-error" : "idle");
    equal(v.isOpen, false);
  }
});
