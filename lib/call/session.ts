/**
 * One visit to the chat page: gives the state machine its effects. Entering a
 * state opens the camera, joins the queue, begins a call or ends it; what comes
 * back from outside becomes the next event. Everything it touches is injected.
 *
 * @module
 */

import type { MediaErrorReason } from "@/lib/protocol/reasons.ts";
import { assembleParts, type CallParts } from "./call_parts.ts";
import type { Filters } from "./filters.ts";
import {
  type CallEvent,
  type CallState,
  isCameraInUse,
  reduce,
  searchPauseMs,
  type TabEvent,
} from "./machine.ts";
import type { MediaToggles } from "./media/local_media.ts";
import { type MediaKind, reasonOfMediaError } from "./media/media.ts";
import { MEDIA_KINDS, missingKinds } from "./media/open_apart.ts";
import { type LeftCall, sayGoodbye } from "./reload.ts";
import type { SessionDeps } from "./session_deps.ts";
import type { Signal } from "./signaling/signals.ts";
import type { Talk } from "./talk/talk.ts";
import type { CallView } from "./view.ts";

/** A visit: pressed, skipped and ended by the page, shown through `onChange`. */
export class CallSession {
  readonly #deps: SessionDeps;
  readonly #parts: CallParts;
  #cancelPause: () => void = () => {};
  #isAutoNext = true;

  /** Makes a visit that has not begun. */
  constructor(deps: SessionDeps) {
    this.#deps = deps;
    this.#parts = assembleParts(deps, {
      onEvent: (event) => this.#dispatch(event),
      onSignal: (signal) => this.#receive(signal),
      onDeviceLost: () => this.#noteLoss(),
    });
  }

  /** What the page shows. */
  get view(): CallView {
    return this.#parts.view.current;
  }

  /** The current connection, for statistics; `null` outside of calls. */
  get connection(): RTCPeerConnection | null {
    return this.#parts.link.connection;
  }

  /** Takes what the visitor writes to the other side. */
  get talk(): Pick<Talk, "send" | "noteTyping"> {
    return this.#parts.talk;
  }

  /**
   * Fetches what every call needs, so that Start does not have to wait for it.
   * A failure is no news here: the call itself will ask again.
   */
  prefetch(): void {
    this.#deps.client.init({ attempts: 1 }).catch(() => {});
    this.#parts.link.prefetch();
  }

  /**
   * Gets everything ready while the visitor looks at their own picture.
   *
   * @param options `isAsked`: the visitor wants it, and is told of a failure.
   */
  preview({ isAsked = false } = {}): void {
    if (this.view.state.name === "idle") void this.#openMedia(isAsked);
  }

  /** Ends the preview; a visit that has begun goes on. */
  endPreview(): void {
    if (this.view.state.name === "idle") this.#parts.readiness.close();
  }

  /** Start: camera, then a partner. */
  start(): void {
    this.#dispatch({ type: "start" });
  }

  /** Next: another partner, from a call or after one. */
  next(): void {
    const before = this.view.state;
    this.#dispatch({ type: "next" });
    if ("match" in before) this.#parts.wayBack.noteNext(before.match.pairId);
  }

  /** Takes a Next back, or agrees to that of the other side. */
  goBack(): void {
    // Whoever waits for a press of Next has no place in the queue yet.
    if (this.view.state.name === "peer-left") this.#dispatch({ type: "next" });
    void this.#parts.wayBack.take(this.#parts.search.settled());
  }

  /** Lets the other side go that asked to come back. */
  declineBack(): void {
    this.#parts.wayBack.end();
  }

  /** Stop: ends everything, the camera too. */
  stop(): void {
    this.#dispatch({ type: "stop" });
  }

  /** Goes on with the call that this page had before it was loaded anew. */
  rejoin({ match, gen }: LeftCall): void {
    if (this.view.state.name !== "idle") return;
    this.#parts.view.beginFunnel();
    this.#parts.view.noteGen(gen);
    const nowMs = this.#deps.timers.nowMs();
    this.#dispatch({ type: "rejoin", match, nowMs });
    void this.#openMedia();
    this.#parts.link.rejoin(match, gen);
  }

  /** The page goes: only a beacon still gets out. */
  depart(): void {
    this.endPreview();
    if (isCameraInUse(this.view.state)) {
      this.#dispatch(sayGoodbye(this.#deps, this.view));
    }
  }

  /** Takes note that this device is on another network, or on one again. */
  noteNetworkChange(): void {
    this.#parts.source.poke();
    this.#parts.search.noteNetworkChange();
    this.#parts.link.noteNetworkChange();
  }

  /** Takes note of what this visitor does in other tabs. */
  noteOtherTab(event: TabEvent): void {
    this.#dispatch(event);
  }

  /** Takes new wishes; a running search goes on with them at its place. */
  setFilters(filters: Filters): void {
    this.#parts.search.setFilters(filters);
  }

  /** Keeps this visitor's address from the partners to come, or no longer. */
  hideAddress(isHidden: boolean): void {
    this.#parts.link.hideAddress(isHidden);
    this.#parts.search.hideAddress(isHidden);
  }

  /** Turns microphone or camera on or off, in this call and the next ones. */
  setToggles(change: Partial<MediaToggles>): void {
    this.#parts.view.show(change);
    this.#parts.media.setToggles(this.view);
  }

  /** Takes another camera or microphone, in mid-call, too. */
  async reopenDevice(kind: MediaKind): Promise<void> {
    try {
      await this.#parts.readiness.reopen(kind);
    } catch {
      // It is as if it had gone by itself.
      this.#noteLoss();
    }
  }

  /** Says whether a search follows by itself when the other side is gone. */
  setAutoNext(isAutoNext: boolean): void {
    this.#isAutoNext = isAutoNext;
  }

  /** The page saw the first remote frame of this call. */
  noteFirstFrame(): void {
    if (this.view.hasRemoteFrame || !this.view.remoteStream) return;
    this.#parts.view.reach("first-frame");
    this.#parts.view.show({ hasRemoteFrame: true });
  }

  #dispatch(event: CallEvent): void {
    if (event.type === "taken-over") this.#parts.search.yield();
    const before = this.view.state;
    const state = reduce(before, event);
    if (state === before) return;
    this.#parts.view.show({ state });
    if (state.name !== before.name) this.#enter(state, before);
  }

  #enter(state: CallState, before: CallState): void {
    this.#cancelPause();
    this.#parts.search.end();
    if (!isBetween(state)) this.#parts.wayBack.end();
    if (state.name !== "connecting" && state.name !== "live") {
      this.#endCall(state);
    }
    const isOpening = state.name === "requesting-media";
    if (!isOpening && !isCameraInUse(state)) this.#parts.readiness.close();
    const pauseMs = this.#isAutoNext ? searchPauseMs(state) : null;
    if (pauseMs !== null) {
      const goOn = () => this.#dispatch({ type: "search" });
      this.#cancelPause = this.#deps.timers.after(pauseMs, goOn);
    }
    switch (state.name) {
      case "requesting-media":
        return void this.#openMedia();
      case "waiting":
        return this.#beginSearch();
      case "connecting":
        this.#parts.view.reach("matched");
        this.#parts.link.begin(state.match, this.#parts.search.offered);
        return this.#parts.source.expect({
          kind: "negotiation",
          ...state.match,
        });
      case "live":
        return this.#parts.source.expect({ kind: "call", ...state.match });
      case "failed":
        return this.#parts.search.leave();
      case "peer-left":
      case "other-tab":
        // The call is over already; the place is that tab's own to leave.
        return;
      default:
        if (isCameraInUse(before)) this.#parts.search.leave();
    }
  }

  #receive(signal: Signal): void {
    switch (signal.type) {
      case "dequeued":
        return this.#parts.search.rejoin();
      case "matched":
      case "peer-left":
      case "lost":
      case "found":
        return this.#dispatch(signal);
      case "back-asked":
        return this.#noteAsked(signal.pairId);
      case "held-back":
        return this.#parts.view.show({ isNobodyElseHere: signal.isOn });
      case "replaced":
        return this.#dispatch({ type: "taken-over" });
      default:
        return this.#parts.link.receive(signal);
    }
  }

  #noteAsked(pairId: string): void {
    const { state } = this.view;
    // Pages that poll may hear this before they hear that the call is over.
    if ("match" in state && state.match.pairId === pairId) {
      this.#dispatch({ type: "peer-left" });
    }
    // Whoever has somebody else by now is not disturbed.
    if (isBetween(this.view.state)) this.#parts.wayBack.noteAsked(pairId);
  }

  async #openMedia(isPreviewAsked = false): Promise<void> {
    try {
      if (await this.#parts.readiness.open()) {
        this.#dispatch({ type: "media-ready" });
      }
    } catch (error) {
      const reason = reasonOfMediaError(error);
      this.#failMedia(reason);
      if (isPreviewAsked) this.#dispatch({ type: "preview-failed", reason });
    }
  }

  /** Goes on with what is left of camera and microphone. */
  #noteLoss(): void {
    const missing = missingKinds(this.#parts.media.stream);
    if (missing.length < MEDIA_KINDS.length) this.#parts.view.show({ missing });
    else this.#failMedia("no-device");
  }

  /** Without devices there is no visit; a preview just ends. */
  #failMedia(reason: MediaErrorReason): void {
    this.endPreview();
    this.#dispatch({ type: "media-failed", reason });
  }

  #beginSearch(): void {
    this.#parts.view.show({ isNobodyElseHere: false });
    this.#parts.view.beginFunnel();
    this.#parts.search.begin(this.#parts.link.offer);
    this.#parts.link.prepare();
  }

  #endCall({ name }: CallState): void {
    const { source, link, talk, view } = this.#parts;
    source.expect({ kind: "nothing" });
    link.end();
    // Who was left alone may still read what was written.
    if (name === "peer-left" || name === "failed") talk.end();
    else talk.clear();
    view.show({ remoteStream: null, hasRemoteFrame: false });
  }
}

/** Says whether the visitor is on the way from one partner to another. */
function isBetween({ name }: CallState): boolean {
  return name === "waiting" || name === "peer-left";
}
