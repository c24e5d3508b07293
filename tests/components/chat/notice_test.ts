import { deepEqual, doesNotMatch, equal, notEqual } from "node:assert/strict";
import { nextHintOf, noticeOf } from "@/components/chat/notice.ts";
import { searchPauseMs } from "@/lib/call/machine.ts";
import { messagesOf } from "@/lib/i18n/messages.ts";
import { FAILURE_REASONS } from "@/lib/protocol/reasons.ts";

const { chat } = messagesOf("en");
const DENIED = { name: "media-error", reason: "denied" } as const;

Deno.test("noticeOf() tells where blocked devices are allowed, by platform", () => {
  const texts = (["ios", "android", "desktop"] as const).map((platform) =>
    noticeOf(DENIED, chat, platform)!.text
  );
  equal(new Set(texts).size, 3);
});

Deno.test("noticeOf() says the same of other media errors everywhere", () => {
  const busy = { name: "media-error", reason: "in-use" } as const;
  deepEqual(noticeOf(busy, chat, "ios"), noticeOf(busy, chat, "desktop"));
});

Deno.test("noticeOf() has plain words for every reason", () => {
  const notices = FAILURE_REASONS.map((reason) =>
    noticeOf({ name: "failed", reason }, chat, "desktop")!
  );
  equal(
    new Set(notices.map(({ title }) => title)).size,
    FAILURE_REASONS.length,
  );
  notices.forEach(({ text }) => notEqual(text, ""));
});

Deno.test("noticeOf() explains nothing in a call", () => {
  equal(noticeOf({ name: "peer-left" }, chat, "desktop"), null);
});

Deno.test("nextHintOf() promises a search only where one follows", () => {
  const failures = FAILURE_REASONS.map((reason) =>
    ({ name: "failed", reason }) as const
  );
  for (const state of [{ name: "peer-left" } as const, ...failures]) {
    const follows = searchPauseMs(state) !== null;
    const hints = [true, false].map((isOn) => nextHintOf(state, isOn, chat));
    deepEqual(
      hints,
      follows ? [chat.peerLeftHint, chat.pressNextHint] : [null, null],
    );
  }
});

Deno.test("no failure's own words promise a search that a setting may forbid", () => {
  for (const { text } of Object.values(chat.failures)) {
    doesNotMatch(text, /we are looking|finding/i);
  }
});
