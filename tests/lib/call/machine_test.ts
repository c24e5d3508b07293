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
  waiting: { name: "waiting", isOffline: false },
  connecting: { name: "connecting", match },
  live: { name: "live", match, trouble: null },
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
  "preview-failed": { type: "preview-failed", reason: "no-device" },
  matched: { type: "matched", match },
  connected: { type: "connected" },
  trouble: { type: "trouble", trouble: { side: "us", sinceMs: 7 } },
  rejoin: { type: "rejoin", match, nowMs: 7 },
  lost: { type: "lost" },
  found: { type: "found" },
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
    "preview-failed": "media-error",
    rejoin: "live",
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
    lost: "waiting",
    "media-failed": "media-error",
    "taken-over": "other-tab",
    failed: "failed",
  },
  connecting: {
    next: "waiting",
    stop: "stopped",
    connected: "live",
    lost: "failed",
    "peer-left": "peer-left",
    "media-failed": "media-error",
    "taken-over": "other-tab",
    failed: "failed",
  },
  live: {
    next: "waiting",
    stop: "stopped",
    trouble: "live",
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

const VANISHED = [
  "no-offer",
  "no-answer",
  "no-candidates",
  "peer-lost",
] as const;
for (const reason of VANISHED) {
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

Deno.test("reduce() lets a broken call recover", () => {
  const broken = reduce(STATES.live, EVENTS.trouble);
  deepEqual(broken, { ...STATES.live, trouble: { side: "us", sinceMs: 7 } });
  strictEqual(reduce(broken, EVENTS.trouble), broken);
  strictEqual(reduce(broken, EVENTS.lost), broken);
  const mended = reduce(broken, { type: "trouble", trouble: null });
  deepEqual(mended, STATES.live);
});

Deno.test("reduce() takes a call up again as one that is broken", () => {
  const rejoined = reduce(INITIAL_STATE, EVENTS.rejoin);
  deepEqual(rejoined, reduce(STATES.live, EVENTS.trouble));
});

Deno.test("reduce() lets a search wait for the server", () => {
  const offline = reduce(STATES.waiting, EVENTS.lost);
  deepEqual(offline, { name: "waiting", isOffline: true });
  strictEqual(reduce(offline, EVENTS.lost), offline);
  deepEqual(reduce(offline, EVENTS.found), STATES.waiting);
  deepEqual(reduce(STATES.connecting, EVENTS.lost), {
    name: "failed",
    reason: "signal-lost",
  });
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
