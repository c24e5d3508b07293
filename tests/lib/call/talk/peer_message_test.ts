import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import {
  MAX_MESSAGE_CHARS,
  MAX_TEXT_CHARS,
  parsePeerMessage,
  type PeerMessage,
  writePeerMessage,
} from "@/lib/call/talk/peer_message.ts";

const messages: fc.Arbitrary<PeerMessage> = fc.oneof(
  fc.record({
    type: fc.constant("media" as const),
    isMicOn: fc.boolean(),
    isCameraOn: fc.boolean(),
  }, { noNullPrototype: true }),
  fc.constant({ type: "typing" as const }),
  fc.record({
    type: fc.constant("text" as const),
    // Units of every kind: half of a pair, quotes, control characters.
    text: fc.string({ unit: "binary", minLength: 1, maxLength: 900 }),
  }, { noNullPrototype: true }),
);

Deno.test("what one side writes the other one parses", () => {
  fc.assert(fc.property(messages, (message) => {
    deepEqual(parsePeerMessage(writePeerMessage(message)), message);
  }));
});

Deno.test("the longest text fits, whatever it is made of, a longer one does not", () => {
  for (const unit of ["a", '"', "\u0000", "ع", "\ud83d"]) {
    const longest = {
      type: "text",
      text: unit.repeat(MAX_TEXT_CHARS),
    } as const;
    const written = writePeerMessage(longest);
    deepEqual(parsePeerMessage(written), longest);
    const longer = { ...longest, text: longest.text + unit };
    equal(parsePeerMessage(writePeerMessage(longer)), null);
  }
});

Deno.test("whatever else comes is none of our messages", () => {
  for (
    const data of [
      new ArrayBuffer(8),
      null,
      undefined,
      "",
      "hello",
      "{",
      "null",
      "[]",
      '{"type":"video"}',
      '{"type":"text"}',
      '{"type":"text","text":""}',
      '{"type":"text","text":5}',
      '{"type":"media","isMicOn":1,"isCameraOn":true}',
      '{"type":"media","isMicOn":true}',
      `{"type":"typing","note":"${"x".repeat(MAX_MESSAGE_CHARS)}"}`,
    ]
  ) {
    equal(parsePeerMessage(data), null, String(data));
  }
  fc.assert(fc.property(fc.anything(), fc.string(), (thing, text) => {
    if (typeof thing !== "string") equal(parsePeerMessage(thing), null);
    equal(parsePeerMessage(text), null);
  }));
});

Deno.test("what a message has besides is left out", () => {
  const data = '{"type":"typing","__proto__":{"a":1},"b":2}';
  deepEqual(parsePeerMessage(data), { type: "typing" });
});
