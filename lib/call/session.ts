/**
 * One visit to the chat page: gives the state machine its effects. Entering a
 * state opens the camera, joins the queue, begins a call or ends it; what comes
 * back from outside becomes the next event. Everything it touches is injected.
 *
 * @module
 */

import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import type { MediaErrorReason } from "@/lib/protocol/reasons.ts";
import type { Filters } from "./filters.ts";
import {
  type CallEvent,
  type CallState,
  isCameraInUse,
  reduce,
  searchPauseMs,
  type TabEvent,
} from "./machine.ts";
import { LocalMedia, type MediaToggles } from "./media/local_media.ts";
import { type MediaKind, reasonOfMediaError } from "./media/media.ts";
import { type LinkEvent, PeerLink } from "./peer/peer_link.ts";
import { reachStep, startFunnel } from "./report/funnel.ts";
import { Readiness } from "./readiness.ts";
import { Search } from "./signaling/search.ts";
import { eventOfFailure } from "./signaling/signaling_error.ts";
import type { SessionDeps } from "./session_deps.ts";
import type { Signal, SignalSource } from "./signaling/signals.ts";
import { type CallView, INITIAL_VIEW } from "./view.ts";

/** A visit: pressed, skipped and ended by the page, shown through `onChange`. */
export class CallSession {
  readonly #deps: SessionDeps;
  readonly #source: SignalSource;
  readonly #search: Search;
  readonly #media: LocalMedia;
  readonly #link: PeerLink;
  readonly #readiness: Readiness;
  #view: CallView = INITIAL_VIEW;
  #cancelPause: () => void = () => {};
  #isAutoNext = true;

  /** Makes a visit that has not begun. */
  constructor(deps: SessionDeps) {
    this.#deps = deps;
    const onError = (error: unknown) => this.#dispatch(eventOfFailure(error));
    this.#source = deps.createSource((signal) => this.#receive(signal));
    this.#search = new Search({ ...deps, source: this.#source, onError });
    this.#media = new LocalMedia(
      deps.openMedia,
      () => this.#failMedia("no-device"),
    );
    this.#link = new PeerLink({
      ...deps,
      onError,
      funnel: () => this.#view.funnel,
      onOffer: (sdp) => this.#search.setOffer(sdp),
      onEvent: (event) => this.#followLink(event),
      onStep: (step) => this.#reach(step),
      onRemoteStream: (remoteStream) => this.#show({ remoteStream }),
    });
    this.#readiness = new Readiness({
      source: this.#source,
      media: this.#media,
      link: this.#link,
      onStream: (localStream) => this.#show({ localStream }),
    });
  }

  /** What the page shows. */
  get view(): CallView {
    return this.#view;
  }

  /** The current connection, for statistics; `null` outside of calls. */
  get connection(): RTCPeerConnection | null {
    return this.#link.connection;
  }

  /**
   * Fetches what every call needs, so that Start does not have to wait for it.
   * A failure is no news here: the call itself will ask again.
   */
  prefetch(): void {
    this.#deps.client.init({ attempts: 1 }).catch(() => {});
    this.#link.prefetch();
  }

  /** Gets everything ready while the visitor looks at their own picture. */
  preview(): void {
    if (this.#view.state.name === "idle") void this.#openMedia();
  }

  /** Ends the preview; a visit that has begun goes on. */
  endPreview(): void {
    if (this.#view.state.name === "idle") this.#readiness.close();
  }

  /** Start: camera, then a partner. */
  start(): void {
    this.#dispatch({ type: "start" });
  }

  /** Next: another partner, from a call or after one. */
  next(): void {
    this.#dispatch({ type: "next" });
  }

  /** Stop: ends everything, the camera too. */
  stop(): void {
    this.#dispatch({ type: "stop" });
  }

  /** The page is being closed: only a beacon still gets out. */
  depart(): void {
    this.endPreview();
    if (!isCameraInUse(this.#view.state)) return;
    this.#deps.client.leaveByBeacon();
    this.#dispatch({ type: "stop" });
  }

  /** Takes note of what this visitor does in other tabs. */
  noteOtherTab(event: TabEvent): void {
    this.#dispatch(event);
  }

  /** Takes new wishes; a running search goes on with them at its place. */
  setFilters(filters: Filters): void {
    this.#search.setFilters(filters);
  }

  /** Turns microphone or camera on or off, in this call and the next ones. */
  setToggles(change: Partial<MediaToggles>): void {
    this.#show(change);
    this.#media.setToggles(this.#view);
  }

  /** Says whether a search follows by itself when the other side is gone. */
  setAutoNext(isAutoNext: boolean): void {
    this.#isAutoNext = isAutoNext;
  }

  /** Takes another camera or microphone, in mid-call, too. */
  async reopenDevice(kind: MediaKind): Promise<void> {
    try {
      await this.#readiness.reopen(kind);
    } catch (error) {
      this.#failMedia(reasonOfMediaError(error));
    }
  }

  /** The page saw the first remote frame of this call. */
  noteFirstFrame(): void {
    if (this.#view.hasRemoteFrame || !this.#view.remoteStream) return;
    this.#reach("first-frame");
    this.#show({ hasRemoteFrame: true });
  }

  #dispatch(event: CallEvent): void {
    if (event.type === "taken-over") this.#search.yield();
    const before = this.#view.state;
    const state = reduce(before, event);
    if (state === before) return;
    this.#show({ state });
    if (state.name !== before.name) this.#enter(state, before);
  }

  #enter(state: CallState, before: CallState): void {
    this.#cancelPause();
    this.#search.end();
    if (state.name !== "connecting" && state.name !== "live") this.#endCall();
    const isOpening = state.name === "requesting-media";
    if (!isOpening && !isCameraInUse(state)) this.#readiness.close();
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
        this.#reach("matched");
        this.#link.begin(state.match, this.#search.offered);
        return this.#source.expect({ kind: "negotiation", ...state.match });
      case "live":
        return this.#source.expect({ kind: "call", ...state.match });
      case "failed":
        return this.#search.leave();
      case "peer-left":
      case "other-tab":
        // The call is over already; the place is that tab's own to leave.
        return;
      default:
        if (isCameraInUse(before)) this.#search.leave();
    }
  }

  #receive(signal: Signal): void {
    switch (signal.type) {
      case "dequeued":
        return this.#search.rejoin();
      case "matched":
      case "peer-left":
        return this.#dispatch(signal);
      case "replaced":
        return this.#dispatch({ type: "taken-over" });
      case "lost":
        // Pictures do not travel through our server: a running call goes on.
        if (this.#view.state.name === "live") return;
        return this.#dispatch({ type: "failed", reason: "signal-lost" });
      case "restart":
      case "peer-state":
        return;
      default:
        return this.#link.receive(signal);
    }
  }

  #followLink(event: LinkEvent): void {
    this.#dispatch(event);
    // The other side may just have gone, and the server knows.
    if (event.type === "interrupted") this.#source.poke();
  }

  async #openMedia(): Promise<void> {
    try {
      if (await this.#readiness.open()) this.#dispatch({ type: "media-ready" });
    } catch (error) {
      this.#failMedia(reasonOfMediaError(error));
    }
  }

  /** Without devices there is no visit; a preview ends without a word. */
  #failMedia(reason: MediaErrorReason): void {
    this.endPreview();
    this.#dispatch({ type: "media-failed", reason });
  }

  #beginSearch(): void {
    this.#show({ funnel: startFunnel(this.#deps.timers.nowMs()) });
    this.#search.begin(this.#link.offer);
    this.#link.prepare();
  }

  #endCall(): void {
    this.#source.expect({ kind: "nothing" });
    this.#link.end();
    this.#show({ remoteStream: null, hasRemoteFrame: false });
  }

  #reach(step: FunnelStep): void {
    const before = this.#view.funnel;
    const funnel = reachStep(before, step, this.#deps.timers.nowMs());
    if (funnel !== before) this.#show({ funnel });
  }

  #show(change: Partial<CallView>): void {
    this.#view = { ...this.#view, ...change };
    this.#deps.onChange(this.#view);
  }
}
