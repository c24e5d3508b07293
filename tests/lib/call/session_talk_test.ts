import { deepEqual, equal } from "node:assert/strict";
import { writePeerMessage } from "@/lib/call/talk/peer_message.ts";
import { backdropOf } from "@/lib/call/view.ts";
import { FakeStream } from "./fake_media.ts";
import { settle } from "./fakes.ts";
import { live } from "./stages.ts";

/** A call whose channel is open, with a text from the other side. */
async function talking() {
  const v = await live("callee");
  const channel = v.connection.channels[0]!;
  channel.open();
  channel.hear(
    writePeerMessage({ type: "media", isMicOn: false, isCameraOn: true }),
  );
  channel.hear(writePeerMessage({ type: "text", text: "hello" }));
  const texts = () => v.session.view.conversation.entries.map((e) => e.text);
  deepEqual(texts(), ["hello"]);
  return { v, channel, texts };
}

Deno.test("a call shows what the other side says, and says what is sent", async () => {
  const { v, channel } = await talking();
  deepEqual(v.session.view.peerMedia, { isMicOn: false, isCameraOn: true });
  v.session.setToggles({ isCameraOn: false });
  v.streams[0]!.audio.unplug();
  await settle();
  deepEqual(channel.sent.map((text) => JSON.parse(text)), [
    { type: "media", isMicOn: true, isCameraOn: true },
    { type: "media", isMicOn: true, isCameraOn: false },
    { type: "media", isMicOn: false, isCameraOn: false },
  ]);
});

Deno.test("a side that tells nothing is seen by its tracks, one that tells is not", async () => {
  const v = await live("callee");
  const { audio, video } = new FakeStream();
  for (const track of [audio, video]) v.connection.ontrack?.({ track });
  const shown = () => v.session.view.peerMedia;
  deepEqual(shown(), { isMicOn: true, isCameraOn: true });
  video.dispatchEvent(new Event("unmute"));
  video.dispatchEvent(new Event("mute"));
  deepEqual(shown(), { isMicOn: true, isCameraOn: false });
  equal(backdropOf(v.session.view), "remote");
  video.dispatchEvent(new Event("unmute"));
  audio.dispatchEvent(new Event("mute"));
  deepEqual(shown(), { isMicOn: false, isCameraOn: true });
  const channel = v.connection.channels[0]!;
  channel.open();
  channel.hear(
    writePeerMessage({ type: "media", isMicOn: true, isCameraOn: true }),
  );
  deepEqual(shown(), { isMicOn: true, isCameraOn: true });
  video.dispatchEvent(new Event("mute"));
  deepEqual(shown(), { isMicOn: true, isCameraOn: true });
  v.session.next();
  deepEqual(shown(), { isMicOn: true, isCameraOn: true });
});

for (const end of ["next", "stop"] as const) {
  Deno.test(`${end} forgets what was written, and what the other side has on`, async () => {
    const { v, texts } = await talking();
    v.session[end]();
    deepEqual(texts(), []);
    equal(v.session.view.conversation.line, "none");
    deepEqual(v.session.view.peerMedia, { isMicOn: true, isCameraOn: true });
  });
}

Deno.test("what they wrote stays to be read when they leave, until the search", async () => {
  const { v, texts } = await talking();
  await v.emit({ type: "peer-left" });
  deepEqual(texts(), ["hello"]);
  equal(v.session.view.conversation.line, "over");
  await v.timers.advance(5_000);
  equal(v.state.name, "waiting");
  deepEqual(texts(), []);
});

Deno.test("a conversation outlives a restart, and another connection", async () => {
  const { v, channel, texts } = await talking();
  v.connection.become("failed");
  await v.timers.advance(1_000);
  equal(v.session.talk.send("still there?"), true);
  equal(channel.sent.length, 2);
  const sdp = (name: string) => `a=fingerprint:sha-256 ${name}\r\n`;
  await v.emit({ type: "offer", sdp: sdp("AA"), gen: 1 });
  await v.emit({ type: "offer", sdp: sdp("BB"), gen: 2 });
  const next = v.connection.channels[0]!;
  equal(next === channel, false);
  next.open();
  next.hear(writePeerMessage({ type: "text", text: "I am back" }));
  deepEqual(texts(), ["hello", "still there?", "I am back"]);
});
