/**
 * The call as a state machine: every state a visitor can be in, every event
 * that moves them on, and one pure function between the two. It knows nothing
 * of the network, of media or of the page; `session.ts` gives it effects.
 *
 * ```text
 * idle ─start─► requesting-media ─media-ready─► waiting ─matched─► connecting
 *                     │ media-failed               ▲                  │ connected
 *                     ▼                            │ next, search     ▼
 *                media-error                  peer-left ◄─────────── live
 *
 * Searching and calls may end in `failed`, which next and start leave; stop
 * leads from everywhere to `stopped`, start leads on from there. A visitor is
 * in one tab at a time: the others are in `other-tab`, and start takes over.
 * ```
 *
 * @module
 */

import type {
  FailureReason,
  MediaErrorReason,
} from "@/lib/protocol/reasons.ts";
import type { Match } from "@/lib/protocol/role.ts";
import type { Trouble } from "./peer/path_health.ts";

/** Every state of a visit; `name` tells them apart. */
export type CallState =
  | { readonly name: "idle" }
  | { readonly name: "requesting-media" }
  | { readonly name: "media-error"; readonly reason: MediaErrorReason }
  | {
    readonly name: "waiting";
    /** The server is out of reach; the search goes on once it is back. */
    readonly isOffline: boolean;
  }
  | { readonly name: "connecting"; readonly match: Match }
  | {
    readonly name: "live";
    readonly match: Match;
    /** What is wrong with the path for the moment; `null` for nothing. */
    readonly trouble: Trouble | null;
  }
  | { readonly name: "peer-left" }
  | { readonly name: "failed"; readonly reason: FailureReason }
  /** The same visitor has a search or a call in another tab. */
  | { readonly name: "other-tab" }
  | { readonly name: "stopped" };

/** The name of a state, as the page and its tests see it. */
export type CallStateName = CallState["name"];

/** Everything that can happen to a visit. */
export type CallEvent =
  | { readonly type: "start" }
  | { readonly type: "next" }
  | { readonly type: "stop" }
  | { readonly type: "media-ready" }
  | { readonly type: "media-failed"; readonly reason: MediaErrorReason }
  /** The visitor wanted to see themselves before Start. */
  | { readonly type: "preview-failed"; readonly reason: MediaErrorReason }
  | { readonly type: "matched"; readonly match: Match }
  | { readonly type: "connected" }
  | { readonly type: "trouble"; readonly trouble: Trouble | null }
  /** The page was loaded anew, and its call goes on. */
  | { readonly type: "rejoin"; readonly match: Match; readonly nowMs: number }
  /** The server cannot be reached, or can be again. */
  | { readonly type: "lost" | "found" }
  | { readonly type: "peer-left" }
  | { readonly type: "search" }
  | TabEvent
  | { readonly type: "failed"; readonly reason: FailureReason };

/** What a visit learns of the same visitor's other tabs. */
export type TabEvent =
  /** One of them just asked for a partner: it has the visitor's place now. */
  | { readonly type: "taken-over" }
  /** One of them has a search or a call already. */
  | { readonly type: "other-tab-busy" }
  /** The one that had it is done. */
  | { readonly type: "other-tab-free" };

/** Where every visit begins. */
export const INITIAL_STATE: CallState = { name: "idle" };

const WAITING: CallState = { name: "waiting", isOffline: false };
const OTHER_TAB: CallState = { name: "other-tab" };

/**
 * Moves a visit on by one event.
 *
 * An event that means nothing in a state (a late answer of the network, a
 * second press) returns the very same object, so a caller can tell by identity
 * whether anything happened.
 *
 * @param state Where the visit is.
 * @param event What happened.
 * @returns The next state, or `state` itself.
 */
export function reduce(state: CallState, event: CallEvent): CallState {
  if (event.type === "stop") {
    return state.name === "idle" || state.name === "stopped"
      ? state
      : { name: "stopped" };
  }
  switch (state.name) {
    case "idle":
    case "stopped":
    case "media-error":
      return reduceResting(state, event);
    case "other-tab":
      if (event.type === "other-tab-free") return INITIAL_STATE;
      return event.type === "start" ? { name: "requesting-media" } : state;
    case "requesting-media":
      return reduceRequesting(state, event);
    case "peer-left":
    case "failed":
      return reduceBetweenCalls(state, event);
    default:
      return reduceSearchOrCall(state, event);
  }
}

/**
 * Says whether the camera is on in a state, and with it whether the visitor's
 * place on the server, in the queue or in a call, is this tab's to give up.
 */
export function isCameraInUse({ name }: CallState): boolean {
  return name === "waiting" || isPaired(name) || name === "peer-left" ||
    name === "failed";
}

/** Milliseconds the news that somebody left stays before the search goes on. */
const PEER_LEFT_PAUSE_MS = 1_400;
/** The same for somebody who vanished; there is more to read. */
const VANISHED_PAUSE_MS = 3_000;

/**
 * Says when a new search follows by itself: where the other side is gone. After
 * any other failure the visitor decides, or a broken network would send one
 * through everybody in the queue.
 *
 * @returns Milliseconds from entering the state; `null` for never.
 */
export function searchPauseMs(state: CallState): number | null {
  if (state.name === "peer-left") return PEER_LEFT_PAUSE_MS;
  const isVanished = state.name === "failed" &&
    VANISHED.includes(state.reason);
  return isVanished ? VANISHED_PAUSE_MS : null;
}

const VANISHED: readonly FailureReason[] = [
  "no-offer",
  "no-answer",
  "no-candidates",
  "peer-lost",
];

function isPaired(name: CallStateName): boolean {
  return name === "connecting" || name === "live";
}

function reduceResting(state: CallState, event: CallEvent): CallState {
  switch (event.type) {
    case "start":
      return { name: "requesting-media" };
    case "preview-failed":
      return state.name === "idle"
        ? { name: "media-error", reason: event.reason }
        : state;
    case "rejoin":
      return state.name === "idle" ? rejoined(event) : state;
    case "taken-over":
    case "other-tab-busy":
      return OTHER_TAB;
    default:
      return state;
  }
}

function rejoined(
  { match, nowMs }: Extract<CallEvent, { type: "rejoin" }>,
): CallState {
  return { name: "live", match, trouble: { side: "us", sinceMs: nowMs } };
}

function reduceRequesting(state: CallState, event: CallEvent): CallState {
  if (event.type === "media-ready") return WAITING;
  if (event.type === "media-failed") {
    return { name: "media-error", reason: event.reason };
  }
  return state;
}

function reduceBetweenCalls(state: CallState, event: CallEvent): CallState {
  switch (event.type) {
    case "start":
    case "next":
      return WAITING;
    case "taken-over":
      return OTHER_TAB;
    case "search":
      return searchPauseMs(state) !== null ? WAITING : state;
    case "media-failed":
      return { name: "media-error", reason: event.reason };
    default:
      return state;
  }
}

type SearchOrCall = Extract<
  CallState,
  { name: "waiting" | "connecting" | "live" }
>;

function reduceSearchOrCall(state: SearchOrCall, event: CallEvent): CallState {
  switch (event.type) {
    case "media-failed":
      return { name: "media-error", reason: event.reason };
    case "failed":
      return { name: "failed", reason: event.reason };
    case "taken-over":
      return OTHER_TAB;
    case "next":
      return state.name === "waiting" ? state : WAITING;
    case "matched":
      return state.name === "waiting"
        ? { name: "connecting", match: event.match }
        : state;
    case "peer-left":
      return state.name === "waiting" ? state : { name: "peer-left" };
    case "connected":
      return state.name === "connecting"
        ? { name: "live", match: state.match, trouble: null }
        : state;
    case "trouble":
      return state.name === "live" && state.trouble !== event.trouble
        ? { ...state, trouble: event.trouble }
        : state;
    case "lost":
      return withoutServer(state);
    case "found":
      return state.name === "waiting" && state.isOffline ? WAITING : state;
    default:
      return state;
  }
}

/** A search waits, and pictures of a running call do not pass by our server. */
function withoutServer(state: SearchOrCall): CallState {
  switch (state.name) {
    case "waiting":
      return state.isOffline ? state : { ...state, isOffline: true };
    case "connecting":
      return { name: "failed", reason: "signal-lost" };
    case "live":
      return state;
  }
}
