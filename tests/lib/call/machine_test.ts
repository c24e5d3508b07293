import { deepEqual, equal, notEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  type CallEvent,
  type CallState,
  type CallStateName,
  INITIAL_STATE,
  isCameraInUse,
  reduce,
} from "@/lib/call/machine.ts";

const match = { pairId: "p1", role: "caller" } as const;

const STATES: Readonly<Record<CallStateName, CallState>> = {
  idle: { name: "idle" },
  "requesting-media": { name: "requesting-media" },
  "media-error": { name: "media-error", reason: "denied" },
  waiting: { name: "waiting" },
  connecting: { name: "connecting", match },
  live: { name: "live", match, isInterrupted: false },
  "peer-left": { name: "peer-left" },
  failed: { name: "failed", reason: "ice-failed" },
  "other-tab": { name: "other-tab" },
  stopped: { name: "stopped" },
};

const EVENTS: Readonly<Record<CallEvent["type"], CallEvent>> = {
  start: { type: "start" },
  next: { type: "next" },
  stop: { type: "stop" },
  "media-ready": { type: "media-ready" },
  "media-failed": { type: "media-failed", reason: "in-use" },
  matched: { type: "matched", match },
  connected: { type: "connected" },
  interrupted: { type: "interrupted" },
  "peer-left": { type: "peer-left" },
  search: { type: "search" },
  "taken-over": { type: "taken-over" },
  "other-tab-busy": { type: "other-tab-busy" },
  "other-tab-free": { type: "other-tab-free" },
  failed: { type: "failed", reason: "no-answer" },
};

/** Where each event leads; what is not listed changes nothing. */
const TRANSITIONS: Readonly<
  Record<CallStateName, Partial<Record<CallEvent["type"], CallStateName>>>
> = {
  idle: {
    start: "requesting-media",
    "taken-over": "other-tab",
    "other-tab-busy": "other-tab",
  },
  "requesting-media": {
    stop: "stopped",
    "media-ready": "waiting",
    "media-failed": "media-error",
  },
  "media-error": {
    start: "requesting-media",
    stop: "stopped",
    "taken-over": "other-tab",
    "other-tab-busy": "other-tab",
  },
  waiting: {
    stop: "stopped",
    matched: "connecting",
    "media-failed": "media-error",
    "taken-over": "other-tab",
    failed: "failed",
  },
  connecting: {
    next: "waiting",
    stop: "stopped",
    connected: "live",
    "peer-left": "peer-left",
    "media-failed": "media-error",
    "taken-over": "other-tab",
    failed: "failed",
  },
  live: {
    next: "waiting",
    stop: "stopped",
    interrupted: "live",
    "peer-left": "peer-left",
    "media-failed": "media-error",
    "taken-over": "other-tab",
    failed: "failed",
  },
  "peer-left": {
    start: "waiting",
    next: "waiting",
    search: "waiting",
    stop: "stopped",
    "media-failed": "media-error",
    "taken-over": "other-tab",
  },
  failed: {
    start: "waiting",
    next: "waiting",
    stop: "stopped",
    "media-failed": "media-error",
    "taken-over": "other-tab",
  },
  "other-tab": {
    start: "requesting-media",
    stop: "stopped",
    "other-tab-free": "idle",
  },
  stopped: {
    start: "requesting-media",
    "taken-over": "other-tab",
    "other-tab-busy": "other-tab",
  },
};

for (const state of Object.values(STATES)) {
  Deno.test(`reduce() knows every event in ${state.name}`, () => {
    for (const event of Object.values(EVENTS)) {
      const next = reduce(state, event);
      const expected = TRANSITIONS[state.name][event.type];
      if (expected === undefined) strictEqual(next, state, event.type);
      else equal(next.name, expected, event.type);
      if (expected !== undefined) notEqual(next, state, event.type);
    }
  });
}

Deno.test("reduce() carries the match from matched to live", () => {
  const connecting = reduce(STATES.waiting, EVENTS.matched);
  deepEqual(connecting, { name: "connecting", match });
  deepEqual(reduce(connecting, EVENTS.connected), STATES.live);
});

Deno.test("reduce() carries reasons of media and call failures", () => {
  deepEqual(reduce(STATES["requesting-media"], EVENTS["media-failed"]), {
    name: "media-error",
    reason: "in-use",
  });
  deepEqual(reduce(STATES.connecting, EVENTS.failed), {
    name: "failed",
    reason: "no-answer",
  });
});

for (const reason of ["no-offer", "no-answer", "no-candidates"] as const) {
  Deno.test(`reduce() searches on by itself after ${reason}`, () => {
    const failed: CallState = { name: "failed", reason };
    equal(reduce(failed, EVENTS.search).name, "waiting");
  });
}

Deno.test("reduce() searches no more once another tab took over", () => {
  for (const name of ["waiting", "live", "peer-left", "failed"] as const) {
    const yielded = reduce(STATES[name], EVENTS["taken-over"]);
    deepEqual(yielded, { name: "other-tab" });
    strictEqual(reduce(yielded, EVENTS["taken-over"]), yielded);
    strictEqual(reduce(yielded, EVENTS.search), yielded);
  }
});

Deno.test("reduce() lets an interrupted call recover", () => {
  const shaky = reduce(STATES.live, EVENTS.interrupted);
  deepEqual(shaky, { ...STATES.live, isInterrupted: true });
  strictEqual(reduce(shaky, EVENTS.interrupted), shaky);
  deepEqual(reduce(shaky, EVENTS.connected), STATES.live);
});

const event = fc.constantFrom(...Object.values(EVENTS));

Deno.test("reduce() leaves no state without a way out, whatever happened", () => {
  fc.assert(fc.property(fc.array(event, { maxLength: 40 }), (events) => {
    const state = events.reduce(reduce, INITIAL_STATE);
    // One press always helps, and at most two lead back into the search.
    const pressed = ["start", "next", "stop"] as const;
    const reached = pressed.map((type) => reduce(state, { type }));
    if (reached.every((next) => next === state)) return false;
    const stopped = reduce(state, { type: "stop" });
    const retried = reduce(reduce(stopped, { type: "start" }), {
      type: "media-ready",
    });
    return retried.name === "waiting";
  }));
});

Deno.test("reduce() is in a call only with a match, and the camera on", () => {
  fc.assert(fc.property(fc.array(event, { maxLength: 40 }), (events) => {
    let state = INITIAL_STATE;
    for (const next of events) {
      state = reduce(state, next);
      if ("match" in state && !isCameraInUse(state)) return false;
    }
    return true;
  }));
});
