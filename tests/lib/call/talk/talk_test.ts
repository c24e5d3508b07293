import { deepEqual, equal, ok } from "node:assert/strict";
import { NO_CONVERSATION } from "@/lib/call/talk/conversation.ts";
import {
  type PeerMessage,
  writePeerMessage,
} from "@/lib/call/talk/peer_message.ts";
import {
  MAX_REFUSED,
  OWN_RATE,
  PEER_RATE,
  Talk,
  TYPING_EVERY_MS,
  TYPING_SHOWN_MS,
} from "@/lib/call/talk/talk.ts";
import { FakeChannel } from "@/tests/lib/call/fake_connection.ts";
import { FakeTimers } from "@/tests/lib/call/fakes.ts";

const ALL_ON = { isMicOn: true, isCameraOn: true };

/** A talk whose channel has opened. */
function setUp() {
  const timers = new FakeTimers();
  const media: unknown[] = [];
  let conversation = NO_CONVERSATION;
  let changes = 0;
  const talk = new Talk({
    timers,
    onConversation(next) {
      conversation = next;
      changes++;
    },
    onPeerMedia: (told) => media.push(told),
  });
  const open = () => {
    const channel = new FakeChannel();
    channel.onopen = () => talk.attach(channel.asChannel);
    channel.open();
    return channel;
  };
  const channel = open();
  return {
    talk,
    timers,
    channel,
    media,
    open,
    hear: (message: PeerMessage, over = channel) =>
      over.hear(writePeerMessage(message)),
    get conversation() {
      return conversation;
    },
    get texts() {
      return conversation.entries.map(({ from, text }) => `${from}: ${text}`);
    },
    get changes() {
      return changes;
    },
  };
}

/** The same, with a side that was heard of. */
function open() {
  const it = setUp();
  it.hear({ type: "media", ...ALL_ON });
  it.channel.sent.length = 0;
  return it;
}

const typing = (sent: readonly string[]) =>
  sent.filter((text) => text === '{"type":"typing"}').length;

Deno.test("each side first says what it has on, and again when that changes", () => {
  const { talk, channel, media, hear } = setUp();
  talk.tellMedia({ ...ALL_ON });
  talk.tellMedia({ isMicOn: false, isCameraOn: true });
  talk.tellMedia({ isMicOn: false, isCameraOn: true });
  deepEqual(channel.sent, [
    '{"type":"media","isMicOn":true,"isCameraOn":true}',
    '{"type":"media","isMicOn":false,"isCameraOn":true}',
  ]);
  hear({ type: "media", isMicOn: true, isCameraOn: false });
  deepEqual(media, [{ isMicOn: true, isCameraOn: false }]);
});

Deno.test("nothing is sent to a side that was never heard of", () => {
  const it = setUp();
  equal(it.talk.send("hello"), false);
  equal(it.conversation.line, "none");
  it.hear({ type: "media", ...ALL_ON });
  equal(it.conversation.line, "open");
  equal(it.talk.send(" hello\n"), true);
  equal(it.channel.sent.at(-1), '{"type":"text","text":" hello\\n"}');
  it.hear({ type: "text", text: "hi" });
  deepEqual(it.texts, ["us: hello", "them: hi"]);
});

Deno.test("blank texts, and more than anybody types, stay with the writer", () => {
  const { talk, channel } = open();
  equal(talk.send(" \n"), false);
  const sent = Array.from({ length: 50 }, () => talk.send("x"));
  equal(sent.filter(Boolean).length, OWN_RATE.burst);
  equal(channel.sent.length, OWN_RATE.burst);
});

Deno.test("a text stays with the writer while the channel is gone", () => {
  const it = open();
  it.channel.close();
  equal(it.talk.send("x"), false);
  deepEqual(it.texts, []);
});

Deno.test("typing is told now and then, and at once after a text", async () => {
  const { talk, channel, timers } = open();
  for (let i = 0; i < 10; i++) talk.noteTyping();
  equal(typing(channel.sent), 1);
  await timers.advance(TYPING_EVERY_MS);
  talk.noteTyping();
  equal(typing(channel.sent), 2);
  talk.send("x");
  talk.noteTyping();
  equal(typing(channel.sent), 3);
});

Deno.test("their typing is shown until it lapses, or their text is there", async () => {
  const it = open();
  it.hear({ type: "typing" });
  equal(it.conversation.isPeerTyping, true);
  await it.timers.advance(TYPING_SHOWN_MS - 1);
  it.hear({ type: "typing" });
  await it.timers.advance(TYPING_SHOWN_MS - 1);
  equal(it.conversation.isPeerTyping, true);
  await it.timers.advance(1);
  equal(it.conversation.isPeerTyping, false);
  it.hear({ type: "typing" });
  it.hear({ type: "text", text: "hi" });
  equal(it.conversation.isPeerTyping, false);
  it.hear({ type: "typing" });
  it.hear({ type: "text", text: " " });
  equal(it.conversation.isPeerTyping, false, "a blank text is one, too");
  equal(it.timers.pending, 0);
});

Deno.test("what lapses during a channel that was replaced is heard no more", () => {
  const it = open();
  const next = it.open();
  deepEqual(next.sent, ['{"type":"media","isMicOn":true,"isCameraOn":true}']);
  it.hear({ type: "text", text: "late" });
  it.hear({ type: "text", text: "new" }, next);
  deepEqual(it.texts, ["them: new"]);
  it.talk.send("to the new one");
  equal(next.sent.length, 2);
  equal(it.channel.sent.length, 0);
});

Deno.test("a flood is dropped, then the channel is closed, and stays so", () => {
  const it = open();
  for (let i = 0; i < 100_000; i++) it.hear({ type: "text", text: `${i}` });
  ok(it.changes < PEER_RATE.burst + 10, `${it.changes} changes`);
  equal(it.conversation.line, "flooded");
  equal(it.channel.readyState, "closed");
  equal(it.talk.send("stop that"), false);
  equal(it.open().readyState, "closed", "a new connection does not help them");
  it.talk.clear();
  const next = it.open();
  next.hear(new ArrayBuffer(4));
  equal(next.readyState, "open", "the next one has done next to nothing");
  it.hear({ type: "text", text: "hello" }, next);
  deepEqual(it.texts, ["them: hello"]);
});

Deno.test("binary data and unknown messages are refused, and counted", async () => {
  const it = open();
  for (let i = 1; i < MAX_REFUSED; i++) {
    it.channel.hear(i % 2 ? new ArrayBuffer(4) : '{"type":"of a later day"}');
    if (i % 50 === 0) await it.timers.advance(20_000);
  }
  deepEqual(it.texts, []);
  equal(it.conversation.line, "open");
  it.channel.hear(new ArrayBuffer(4));
  equal(it.conversation.line, "flooded");
});

Deno.test("what was written is read after the call, and gone with the next one", () => {
  const it = open();
  it.hear({ type: "text", text: "bye" });
  it.hear({ type: "typing" });
  it.talk.end();
  deepEqual(it.texts, ["them: bye"]);
  deepEqual([it.conversation.line, it.conversation.isPeerTyping], [
    "over",
    false,
  ]);
  equal(it.talk.send("wait"), false);
  it.hear({ type: "text", text: "too late" });
  deepEqual(it.texts, ["them: bye"]);
  it.talk.clear();
  deepEqual(it.texts, []);
  equal(it.conversation.line, "none");
  equal(it.timers.pending, 0);
});
