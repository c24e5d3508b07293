import { deepEqual, equal } from "node:assert/strict";
import type { LiveNews } from "@/lib/desk/live_news.ts";
import {
  GATHER_MS,
  livenessOf,
  LiveStream,
  SILENCE_MS,
  STALE_MS,
} from "@/lib/desk/live_stream.ts";
import { FakeTimers } from "@/tests/lib/call/fakes.ts";
import { StreamAttempt } from "@/tests/stream_attempt.ts";
import { aCall } from "./live_calls.ts";

/** A stream, what it was asked, and what it told. */
function openStream() {
  const timers = new FakeTimers();
  const attempts: StreamAttempt[] = [];
  const phases: string[] = [];
  const batches: (readonly LiveNews[])[] = [];
  const unreadable: string[] = [];
  const stream = new LiveStream({
    fetch: (_, init) => {
      const attempt = new StreamAttempt(init!);
      attempts.push(attempt);
      return attempt.answer;
    },
    timers,
    random: () => 0,
    onPhase: (phase) => phases.push(phase),
    onHeard: () => {},
    onNews: (news) => batches.push(news),
    onUnreadable: (name) => unreadable.push(name),
  });
  return { timers, attempts, phases, batches, unreadable, stream };
}

const SNAPSHOT = {
  at: 0,
  counts: { waitingCount: 0, callCount: 0 },
  calls: [],
  alerts: [],
};

Deno.test("LiveStream tells a snapshot at once, and gathers what follows", async () => {
  const { timers, attempts, batches, stream } = openStream();
  await attempts[0]!.accept();
  await attempts[0]!.tell("snapshot", SNAPSHOT);
  equal(batches.length, 1);
  await attempts[0]!.tell("call", aCall("p1"));
  await attempts[0]!.tell("call", aCall("p2"));
  equal(batches.length, 1);
  await timers.advance(GATHER_MS);
  deepEqual(batches[1]!.map(({ name }) => name), ["call", "call"]);
  stream.close();
});

Deno.test("LiveStream opens again after a cut, later after each refusal", async () => {
  const { timers, attempts, phases, stream } = openStream();
  await attempts[0]!.accept();
  await attempts[0]!.write(":\n\n");
  await attempts[0]!.cut();
  deepEqual(phases, ["open", "reconnecting"]);
  await timers.advance(250);
  equal(attempts.length, 2);
  await attempts[1]!.refuse(503);
  await timers.advance(499);
  equal(attempts.length, 2);
  await timers.advance(1);
  equal(attempts.length, 3);
  stream.close();
});

Deno.test("LiveStream gives a silent stream up; a comment line is no silence", async () => {
  const { timers, attempts, phases, stream } = openStream();
  await attempts[0]!.accept();
  await attempts[0]!.write(":\n\n");
  await timers.advance(SILENCE_MS - 1);
  await attempts[0]!.write(":\n\n");
  await timers.advance(SILENCE_MS - 1);
  equal(attempts[0]!.isAborted, false);
  await timers.advance(1);
  equal(attempts[0]!.isAborted, true);
  equal(phases.at(-1), "reconnecting");
  stream.close();
});

Deno.test("LiveStream asks no more once it is told that it may not", async () => {
  const { timers, attempts, phases, stream } = openStream();
  await attempts[0]!.refuse(401);
  await timers.advance(60_000);
  deepEqual([attempts.length, phases], [1, ["refused"]]);
  stream.close();
});

Deno.test("LiveStream refuses events that are not as agreed, and says so", async () => {
  const { timers, attempts, batches, unreadable, stream } = openStream();
  await attempts[0]!.accept();
  await attempts[0]!.tell("call", { pairId: "p1", members: "none" });
  await attempts[0]!.tell("toString", {});
  await attempts[0]!.write("event: call\ndata: {\n\n");
  await attempts[0]!.tell("gone", { pairId: "p1" });
  await timers.advance(GATHER_MS);
  deepEqual(unreadable, ["call", "toString", "call"]);
  deepEqual(batches.flat().map(({ name }) => name), ["gone"]);
  stream.close();
});

Deno.test("LiveStream tells nothing once it is closed", async () => {
  const { timers, attempts, batches, stream } = openStream();
  await attempts[0]!.accept();
  await attempts[0]!.tell("call", aCall("p1"));
  stream.close();
  await timers.advance(60_000);
  deepEqual([batches.length, attempts.length], [0, 1]);
});

Deno.test("livenessOf() calls an open stream stale when no line comes", () => {
  equal(livenessOf("open", STALE_MS), "live");
  equal(livenessOf("open", STALE_MS + 1), "stale");
  equal(livenessOf("reconnecting", 1), "reconnecting");
  equal(livenessOf("connecting", null), "connecting");
  equal(livenessOf("refused", 1), "failed");
});
