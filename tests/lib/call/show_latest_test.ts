import { deepEqual, equal } from "node:assert/strict";
import type { CallState } from "@/lib/call/machine.ts";
import {
  COMING_ABOUT_MS,
  drawnAfterMs,
  SEARCHING_MS,
  showLatest,
} from "@/lib/call/show_latest.ts";
import { type CallView, INITIAL_VIEW } from "@/lib/call/view.ts";
import { FakeTimers } from "./fakes.ts";

/** Shows numbers; each may wait as long as its last two digits say. */
function shownNumbers() {
  const timers = new FakeTimers();
  const shown: number[] = [];
  const take = showLatest<number>(0, {
    show: (value) => shown.push(value),
    waitMs: (value) => value % 100,
    after: (delayMs, callback) => timers.after(delayMs, callback),
  });
  return { timers, shown, take };
}

Deno.test("showLatest() shows nothing before its turn, and then the newest alone", async () => {
  const { timers, shown, take } = shownNumbers();
  for (const value of [100, 200, 300]) take(value);
  deepEqual(shown, []);
  await timers.advance(0);
  deepEqual(shown, [300]);
  take(400);
  await timers.advance(0);
  deepEqual(shown, [300, 400]);
});

Deno.test("showLatest() counts from the first of those that may wait equally long", async () => {
  const { timers, shown, take } = shownNumbers();
  take(150);
  await timers.advance(40);
  take(250);
  await timers.advance(9);
  deepEqual(shown, []);
  await timers.advance(1);
  deepEqual(shown, [250]);
  await timers.advance(100);
  deepEqual(shown, [250]);
});

Deno.test("showLatest() shows sooner what may not wait", async () => {
  const { timers, shown, take } = shownNumbers();
  take(150);
  take(200);
  await timers.advance(0);
  deepEqual(shown, [200]);
  await timers.advance(100);
  deepEqual(shown, [200]);
});

Deno.test("showLatest() waits longer where the next one may, but not with what is due", async () => {
  const { timers, shown, take } = shownNumbers();
  take(120);
  take(250);
  await timers.advance(49);
  deepEqual(shown, []);
  await timers.advance(1);
  deepEqual(shown, [250]);
  take(300);
  take(450);
  await timers.advance(0);
  deepEqual(shown, [250, 450]);
});

Deno.test("showLatest() tells what is shown when it asks how long to wait", async () => {
  const asked: (readonly number[])[] = [];
  const timers = new FakeTimers();
  const take = showLatest<number>(0, {
    show() {},
    waitMs: (...values) => (asked.push(values), 0),
    after: (delayMs, callback) => timers.after(delayMs, callback),
  });
  take(1);
  take(2);
  await timers.advance(0);
  take(3);
  deepEqual(asked, [[1, 0], [2, 0], [3, 2]]);
});

Deno.test("showLatest() shows what comes while it shows", async () => {
  const timers = new FakeTimers();
  const shown: number[] = [];
  const take = showLatest<number>(0, {
    show(value) {
      shown.push(value);
      if (value === 1) take(2);
    },
    waitMs: () => 0,
    after: (delayMs, callback) => timers.after(delayMs, callback),
  });
  take(1);
  await timers.advance(0);
  await timers.advance(0);
  deepEqual(shown, [1, 2]);
});

const MATCH = { pairId: "p1", role: "callee" } as const;
const IDLE: CallState = { name: "idle" };
const WAITING: CallState = { name: "waiting", isOffline: false };
const CONNECTING: CallState = { name: "connecting", match: MATCH };
const LIVE: CallState = { name: "live", match: MATCH, trouble: null };

/** A stream that is only there or not. */
const STREAM = {} as MediaStream;

function viewOf(state: CallState, more: Partial<CallView> = {}): CallView {
  return { ...INITIAL_VIEW, state, ...more };
}

function afterMs(next: CallState, from: CallState = IDLE): number {
  return drawnAfterMs(viewOf(next), viewOf(from));
}

Deno.test("drawnAfterMs() keeps nobody waiting but a search and a call that begin", () => {
  equal(afterMs({ name: "requesting-media" }), SEARCHING_MS);
  equal(afterMs(WAITING), SEARCHING_MS);
  equal(afterMs(WAITING, { name: "requesting-media" }), SEARCHING_MS);
  equal(afterMs(CONNECTING, WAITING), COMING_ABOUT_MS);
  equal(afterMs(LIVE, CONNECTING), COMING_ABOUT_MS);
  for (
    const state of [
      IDLE,
      { name: "peer-left", match: MATCH },
      { name: "stopped" },
    ] as CallState[]
  ) equal(afterMs(state, CONNECTING), 0, state.name);
});

Deno.test("drawnAfterMs() keeps nothing back in a search or a call that is on the page", () => {
  const offline: CallState = { name: "waiting", isOffline: true };
  equal(afterMs(offline, WAITING), 0);
  equal(afterMs(LIVE, LIVE), 0);
});

Deno.test("drawnAfterMs() takes a call that was left from the page at once", () => {
  for (const left of [CONNECTING, LIVE]) {
    equal(afterMs(WAITING, left), 0, left.name);
    equal(afterMs({ name: "requesting-media" }, left), 0, left.name);
  }
});

Deno.test("drawnAfterMs() makes room for the picture once the ports are open", () => {
  const withPorts = {
    startedAtMs: 0,
    reachedAtMs: { "local-candidate": 1 },
  };
  const after = (next: Partial<CallView>, shown: Partial<CallView> = {}) =>
    drawnAfterMs(viewOf(CONNECTING, next), viewOf(CONNECTING, shown));
  equal(after({ remoteStream: STREAM, funnel: withPorts }), 0);
  equal(after({ remoteStream: STREAM }), COMING_ABOUT_MS);
  equal(after({ funnel: withPorts }), COMING_ABOUT_MS);
  // The picture of the partner before is still on the page.
  const before = { remoteStream: {} as MediaStream };
  equal(after({ funnel: withPorts }, before), COMING_ABOUT_MS);
  equal(after({ funnel: withPorts, remoteStream: STREAM }, before), 0);
  // It has its place: what follows waits for the picture itself.
  const placed = { remoteStream: STREAM, funnel: withPorts };
  equal(after(placed, placed), COMING_ABOUT_MS);
});

Deno.test("drawnAfterMs() draws a call with its first picture", () => {
  const seen = viewOf(LIVE, { hasRemoteFrame: true });
  equal(drawnAfterMs(seen, viewOf(CONNECTING)), 0);
});
