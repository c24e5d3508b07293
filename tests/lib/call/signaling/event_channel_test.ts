import { deepEqual, equal } from "node:assert/strict";
import {
  EventChannel,
  SILENCE_MS,
} from "@/lib/call/signaling/event_channel.ts";
import type { RtcEvent } from "@/lib/protocol/events.ts";
import { FakeTimers, settle } from "@/tests/lib/call/fakes.ts";
import { StreamAttempt } from "@/tests/stream_attempt.ts";

function setUp() {
  const timers = new FakeTimers();
  const attempts: StreamAttempt[] = [];
  const told: string[] = [];
  const events: RtcEvent[] = [];
  let identified = 0;
  const channel = new EventChannel({
    fetch(_, init) {
      attempts.push(new StreamAttempt(init!));
      return attempts.at(-1)!.answer;
    },
    identify: () => Promise.resolve(void identified++),
    timers,
    random: () => 0.5,
    onUp: () => told.push("up"),
    onDown: () => told.push("down"),
    onEvent: (event) => {
      events.push(event);
      told.push(event.name);
    },
  });
  return {
    channel,
    timers,
    attempts,
    told,
    events,
    identified: () => identified,
    last: () => attempts.at(-1)!,
  };
}

/** A channel whose stream is open. */
async function open() {
  const it = setUp();
  await it.last().accept();
  await it.last().write(": here\n\n");
  deepEqual(it.told, ["up"]);
  return it;
}

const left = (id: string) =>
  `event: peer-left\nid: ${id}\ndata: {"pairId":"p1"}\n\n`;

Deno.test("events are told as they come, however they are cut up", async () => {
  const { last, events, told } = await open();
  const text = left("7");
  for (const part of [text.slice(0, 9), text.slice(9, 30), text.slice(30)]) {
    await last().write(part);
  }
  deepEqual(events, [{ name: "peer-left", data: { pairId: "p1" } }]);
  deepEqual(told, ["up", "peer-left"]);
});

Deno.test("a stream is up only once something came through it", async () => {
  const { last, told } = setUp();
  await last().accept();
  deepEqual(told, []);
  await last().write(": here\n\n");
  deepEqual(told, ["up"]);
});

Deno.test("a stream that is cut is opened again after its last event", async () => {
  const { attempts, last, told, timers } = await open();
  equal(last().lastId, null);
  await last().write(left("7"));
  await last().write("event: ready\nid: 8\ndata: {}\n\n");
  await last().cut();
  deepEqual(told, ["up", "peer-left", "down"]);
  await timers.advance(1_000);
  equal(attempts.length, 2);
  equal(last().lastId, "8");
  await last().accept();
  await last().write(left("9"));
  deepEqual(told.slice(3), ["up", "peer-left"]);
});

Deno.test("half an event is not told, and does not count as the last one", async () => {
  const { last, events, timers } = await open();
  await last().write(left("7"));
  await last().write(left("8").slice(0, -2));
  await last().cut();
  await timers.advance(1_000);
  equal(events.length, 1);
  equal(last().lastId, "7");
});

Deno.test("a stream that falls silent is given up and opened again", async () => {
  const { attempts, last, told, timers } = await open();
  await timers.advance(SILENCE_MS - 1);
  await last().write(": here\n\n");
  await timers.advance(SILENCE_MS - 1);
  equal(attempts.length, 1, "keep-alives keep it alive");
  await timers.advance(1);
  equal(last().isAborted, true);
  deepEqual(told, ["up", "down"]);
  await timers.advance(1_000);
  equal(attempts.length, 2);
});

Deno.test("a request that nobody answers is given up too", async () => {
  const { attempts, told, timers } = setUp();
  await timers.advance(SILENCE_MS + 1_000);
  equal(attempts.length, 2);
  deepEqual(told, []);
});

Deno.test("a refused stream is asked for less and less, and never given up", async () => {
  const { attempts, last, told, timers } = setUp();
  await last().refuse(503);
  const intervals: number[] = [];
  let before = timers.nowMs();
  while (attempts.length < 12) {
    const count = attempts.length;
    await timers.advance(50);
    if (attempts.length === count) continue;
    intervals.push(timers.nowMs() - before);
    before = timers.nowMs();
    await last().refuse(503);
  }
  equal(intervals[0]! < 1_000, true, String(intervals));
  equal(intervals.at(-1)! > 10_000, true, String(intervals));
  deepEqual(told, []);
});

Deno.test("a stream that never lasts counts as refused", async () => {
  const { attempts, last, timers } = setUp();
  const startMs = timers.nowMs();
  while (attempts.length < 8) {
    await last().accept();
    await last().write(": here\n\n");
    await last().end();
    const count = attempts.length;
    while (attempts.length === count) await timers.advance(100);
  }
  equal(timers.nowMs() - startMs > 20_000, true);
});

Deno.test("a page without its cookie gets one and asks again", async () => {
  const { attempts, last, timers, identified } = setUp();
  await last().refuse(403);
  equal(identified(), 1);
  await timers.advance(1_000);
  equal(attempts.length, 2);
});

Deno.test("what a newer server tells is passed over", async () => {
  const { last, told } = await open();
  await last().write(`event: weather\nid: 3\ndata: {"sun":true}\n\n`);
  await last().write(`event: peer-left\nid: 4\ndata: {"sun":true}\n\n`);
  await last().write(`event: peer-left\nid: 5\ndata: {"sun"\n\n`);
  await last().write(left("6"));
  deepEqual(told, ["up", "peer-left"]);
});

Deno.test("close() hangs up at once and tells nothing more", async () => {
  const { channel, attempts, last, told, timers } = await open();
  channel.close();
  await settle();
  equal(last().isAborted, true);
  await timers.advance(60_000);
  equal(attempts.length, 1);
  equal(timers.pending, 0);
  deepEqual(told, ["up"]);
});

Deno.test("close() ends a wait for the next attempt", async () => {
  const { channel, attempts, last, timers } = setUp();
  await last().refuse(503);
  channel.close();
  await timers.advance(60_000);
  equal(attempts.length, 1);
  equal(timers.pending, 0);
});
