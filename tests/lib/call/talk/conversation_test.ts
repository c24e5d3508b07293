import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  addText,
  cleared,
  type Conversation,
  countUnread,
  MAX_ENTRIES,
  NO_CONVERSATION,
} from "@/lib/call/talk/conversation.ts";

const texts = fc.array(
  fc.tuple(fc.constantFrom("us" as const, "them" as const), fc.string()),
  { maxLength: MAX_ENTRIES * 3 },
);

function said(list: readonly ["us" | "them", string][]): Conversation {
  return list.reduce(
    (conversation, [from, text]) => addText(conversation, from, text),
    NO_CONVERSATION,
  );
}

Deno.test("the last texts are kept, in their order, and no more", () => {
  fc.assert(
    fc.property(texts, (list) => {
      const { entries } = said(list);
      const whole = list.filter(([, text]) => text.trim() !== "");
      deepEqual(
        entries.map(({ from, text }) => [from, text]),
        whole.slice(-MAX_ENTRIES).map(([from, text]) => [from, text.trim()]),
      );
      ok(
        entries.every(({ id }, i) => i === 0 || id === entries[i - 1]!.id + 1),
      );
    }),
    { numRuns: 50 },
  );
});

Deno.test("a conversation of any length keeps a few hundred texts", () => {
  const long = said(Array.from({ length: 1_000 }, (_, i) => ["us", `${i}`]));
  equal(long.entries.length, MAX_ENTRIES);
  equal(long.entries.at(-1)!.text, "999");
});

Deno.test("unread are the texts of theirs that came since the last look", () => {
  const before = said([["them", "a"], ["us", "b"]]);
  equal(countUnread(before, 0), 1);
  const after = addText(addText(before, "us", "c"), "them", "d");
  equal(countUnread(after, before.nextId), 1);
  equal(countUnread(after, after.nextId), 0);
});

Deno.test("numbers go on in the next conversation, so that nothing is unread twice", () => {
  const first = said([["them", "a"]]);
  const next = addText(cleared(first), "them", "b");
  deepEqual(next.entries.map(({ text }) => text), ["b"]);
  equal(countUnread(next, first.nextId), 1);
});

Deno.test("their text ends their typing, ours does not", () => {
  const typing = { ...NO_CONVERSATION, isPeerTyping: true };
  equal(addText(typing, "them", "hi").isPeerTyping, false);
  equal(addText(typing, "us", "hi").isPeerTyping, true);
});
