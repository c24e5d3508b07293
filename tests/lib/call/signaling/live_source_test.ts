import { deepEqual, equal, ok } from "node:assert/strict";
import {
  type ChannelEvents,
  LiveSource,
} from "@/lib/call/signaling/live_source.ts";
import { SLOW_INTERVAL_MS } from "@/lib/call/signaling/poll_schedule.ts";
import { SignalingError } from "@/lib/call/signaling/signaling_error.ts";
import type { Signal } from "@/lib/call/signaling/signals.ts";
import type { Match } from "@/lib/protocol/role.ts";
import {
  type FakeAnswers,
  fakeClient,
  FakeTimers,
  settle,
} from "@/tests/lib/call/fakes.ts";

const match: Match = { pairId: "p1", role: "callee" };
const offer = { sdp: "their-offer", gen: 0 };
const { pairId } = match;

function setUp(answers: Partial<FakeAnswers> = {}) {
  const timers = new FakeTimers();
  const client = fakeClient(answers);
  const signals: Signal[] = [];
  const channels: (ChannelEvents & { isClosed: boolean })[] = [];
  const source = new LiveSource({
    client,
    timers,
    random: () => 0.5,
    emit(signal) {
      signals.push(signal);
      // As the session does.
      if (signal.type === "matched") {
        source.expect({ kind: "negotiation", ...signal.match });
      }
      if (signal.type === "peer-left") source.expect({ kind: "nothing" });
    },
    openChannel(events) {
      const channel = {
        ...events,
        isClosed: false,
        close: () => void (channel.isClosed = true),
      };
      channels.push(channel);
      return channel;
    },
  });
  source.open();
  const count = (call: string) =>
    client.calls.filter((other) => other.startsWith(call)).length;
  return { source, timers, client, signals, channels, count };
}

/** A source whose stream is there. */
function streaming(answers: Partial<FakeAnswers> = {}) {
  const it = setUp(answers);
  const channel = it.channels[0]!;
  channel.onUp();
  return { ...it, channel };
}

function fail(status: number, code: string): never {
  throw new SignalingError("test", { status, code });
}

Deno.test("open() twice opens one stream, close() ends it", () => {
  const { source, channels } = setUp();
  source.open();
  equal(channels.length, 1);
  source.close();
  equal(channels[0]!.isClosed, true);
  source.open();
  equal(channels.length, 2);
});

Deno.test("whoever asks to come back is heard while nothing else is awaited", () => {
  const { source, signals, channel } = streaming();
  const asked = { name: "back-asked", data: { pairId: "earlier" } } as const;
  channel.onEvent(asked);
  source.expect({ kind: "match" });
  channel.onEvent(asked);
  source.expect({ kind: "match", mayBeOutdated: true });
  channel.onEvent(asked);
  const told: Signal = { type: "back-asked", pairId: "earlier" };
  deepEqual(signals, [told, told, told]);
});

Deno.test("a match is told with the offer that came with it", () => {
  const { source, signals, channel } = streaming();
  source.expect({ kind: "match" });
  channel.onEvent({ name: "matched", data: { ...match, offer } });
  deepEqual(signals, [{ type: "matched", match }, { type: "offer", ...offer }]);
});

Deno.test("a match is told before the answer to the request that it comes with", () => {
  const { source, signals, channel, client } = streaming();
  source.expect({ kind: "joining" });
  channel.onEvent({ name: "matched", data: { ...match, offer } });
  deepEqual(signals, [{ type: "matched", match }, { type: "offer", ...offer }]);
  deepEqual(client.calls, [], "and nobody is asked for it");
});

Deno.test("nothing is asked before the answer to a request to join", async () => {
  for (const isUp of [true, false]) {
    const { source, timers, signals, channels, client } = setUp();
    if (isUp) channels[0]!.onUp();
    source.expect({ kind: "joining" });
    await timers.advance(2 * SLOW_INTERVAL_MS);
    deepEqual([signals, client.calls], [[], []]);
  }
});

Deno.test("a match that is here before the answer to enqueue waits for it", () => {
  const { source, signals, channel } = streaming();
  channel.onEvent({ name: "matched", data: match });
  channel.onEvent({ name: "offer", data: { pairId, ...offer } });
  deepEqual(signals, []);
  source.expect({ kind: "match" });
  deepEqual(signals, [{ type: "matched", match }, { type: "offer", ...offer }]);
});

Deno.test("a match that ended before it could be told is not told", () => {
  const { source, signals, channel } = streaming();
  channel.onEvent({ name: "matched", data: match });
  channel.onEvent({ name: "peer-left", data: { pairId } });
  source.expect({ kind: "match" });
  deepEqual(signals, []);
});

Deno.test("what came before a first request to join is forgotten", () => {
  const { source, signals, channel } = streaming();
  channel.onEvent({ name: "matched", data: { ...match, offer } });
  source.expect({ kind: "joining" });
  source.expect({ kind: "match" });
  deepEqual(signals, []);
});

Deno.test("what came before a new request to join is forgotten", () => {
  const { source, signals, channel } = streaming();
  channel.onEvent({ name: "matched", data: match });
  source.expect({ kind: "nothing" });
  source.expect({ kind: "match" });
  deepEqual(signals, []);
});

Deno.test("a match that a repeated request may have ended is asked about first", async () => {
  let current: Match | null = null;
  const { source, signals, channel, count } = streaming({
    matchmake: () => current,
  });
  channel.onEvent({ name: "matched", data: { ...match, pairId: "ended" } });
  source.expect({ kind: "match", mayBeOutdated: true });
  await settle();
  equal(count("matchmake"), 1);
  deepEqual(signals, []);
  current = match;
  channel.onEvent({ name: "matched", data: { ...match, offer } });
  await settle();
  equal(count("matchmake"), 2);
  deepEqual(signals, [{ type: "matched", match }, { type: "offer", ...offer }]);
});

Deno.test("a poll that overtakes the stream costs no offer", async () => {
  const { source, signals, timers, channel } = streaming({
    matchmake: () => match,
  });
  source.expect({ kind: "match" });
  await timers.advance(2_000);
  deepEqual(signals, [{ type: "matched", match }]);
  channel.onEvent({ name: "matched", data: { ...match, offer } });
  deepEqual(signals.slice(1), [{ type: "offer", ...offer }]);
});

Deno.test("an end that overtakes the poll which tells the match follows it", async () => {
  const { source, signals, channel } = streaming({ matchmake: () => match });
  source.expect({ kind: "match", mayBeOutdated: true });
  channel.onEvent({ name: "matched", data: match });
  channel.onEvent({ name: "peer-left", data: { pairId } });
  await settle();
  deepEqual(signals, [{ type: "matched", match }, { type: "peer-left" }]);
});

Deno.test("every event of the call is told as what it is", () => {
  const { source, signals, channel } = streaming();
  source.expect({ kind: "negotiation", ...match });
  channel.onEvent({ name: "offer", data: { pairId, ...offer } });
  channel.onEvent({ name: "answer", data: { pairId, sdp: "a", gen: 0 } });
  channel.onEvent({
    name: "ice",
    data: { pairId, candidates: ["line", { candidate: "c", sdpMid: "1" }] },
  });
  channel.onEvent({ name: "restart", data: { pairId } });
  channel.onEvent({
    name: "peer-state",
    data: { pairId, state: "reconnecting" },
  });
  channel.onEvent({ name: "peer-left", data: { pairId } });
  deepEqual(signals, [
    { type: "offer", ...offer },
    { type: "answer", sdp: "a", gen: 0 },
    {
      type: "ice",
      candidates: [
        { candidate: "line", sdpMid: "0", sdpMLineIndex: 0 },
        { candidate: "c", sdpMid: "1" },
      ],
    },
    { type: "restart" },
    { type: "peer-state", state: "reconnecting" },
    { type: "peer-left" },
  ]);
});

Deno.test("events of an earlier call are of no interest, a new match is another tab's", () => {
  const { source, signals, channel } = streaming();
  source.expect({ kind: "call", ...match });
  channel.onEvent({ name: "peer-left", data: { pairId: "p0" } });
  deepEqual(signals, []);
  channel.onEvent({ name: "matched", data: { ...match, pairId: "p2" } });
  deepEqual(signals, [{ type: "replaced" }]);
});

Deno.test("beside the stream nothing is polled but a sign of life", async () => {
  const { source, timers, count, client } = streaming();
  source.expect({ kind: "match" });
  await timers.advance(4 * SLOW_INTERVAL_MS);
  // After 1, 3, 7 and 15 s, and every 15 s from then on, give or take 15 %.
  ok(count("matchmake") >= 6 && count("matchmake") <= 8);
  equal(client.calls.length, count("matchmake"));
});

Deno.test("polling takes over when the stream goes, and ends when it is back", async () => {
  let hasOffer = false;
  const { source, signals, timers, channel, count, client } = streaming({
    matchmake: () => match,
    getDescription: () => hasOffer ? offer : null,
  });
  source.expect({ kind: "negotiation", ...match });
  await timers.advance(1_000);
  equal(count("get"), 0);
  channel.onDown();
  await timers.advance(100);
  hasOffer = true;
  await timers.advance(100);
  deepEqual(signals, [{ type: "offer", ...offer }]);
  channel.onUp();
  const asked = client.calls.length;
  await timers.advance(1_000);
  equal(client.calls.length, asked);
  channel.onEvent({ name: "offer", data: { pairId, ...offer } });
  equal(signals.length, 1, "told by the poll already");
});

Deno.test("polling alone reads a new call's candidates from the first one", async () => {
  const log = ["c1", "c2"].map((candidate) => ({ candidate }));
  const { source, signals, timers } = setUp({
    matchmake: () => match,
    getCandidates: (after) =>
      log.slice(after).map((cand) => ({ from: "a" as const, cand })),
  });
  source.expect({ kind: "negotiation", pairId: "p0", role: "callee" });
  await timers.advance(100);
  equal(signals.length, 1);
  source.expect({ kind: "call", ...match });
  await timers.advance(100);
  deepEqual(signals[1], { type: "ice", candidates: log });
});

Deno.test("a server that forgot a waiting visitor is noticed beside the stream", async () => {
  const { source, signals, timers } = streaming({
    matchmake: () => fail(409, "not-queued"),
  });
  source.expect({ kind: "match" });
  await timers.advance(2_000);
  deepEqual(signals, [{ type: "dequeued" }]);
});
