/**
 * One visit to the chat page: gives the state machine its effects. Entering a
 * state opens the camera, joins the queue, builds the leg or tears it down;
 * what comes back from outside becomes the next event. Everything it touches
 * is injected.
 *
 * @module
 */

import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import type { Match } from "@/lib/protocol/role.ts";
import { OutboundCandidates } from "./peer/candidate_queue.ts";
import { DEFAULT_FILTERS, type Filters, toEnqueueBody } from "./filters.ts";
import {
  type Funnel,
  reachStep,
  reasonOfFailure,
  startFunnel,
} from "./report/funnel.ts";
import { IceServerCache } from "./signaling/ice_servers.ts";
import { QueuePlace } from "./signaling/queue_place.ts";
import { Legs } from "./peer/legs.ts";
import { LocalMedia, type MediaToggles } from "./media/local_media.ts";
import {
  type CallEvent,
  type CallState,
  isCameraInUse,
  reduce,
  searchesAgain,
  type TabEvent,
} from "./machine.ts";
import { reasonOfMediaError } from "./media/media.ts";
import type { LegEvents, LegStatus, PeerLeg } from "./peer/peer_leg.ts";
import { watchOver } from "./peer/connect_timeout.ts";
import { eventOfFailure } from "./signaling/request_failure.ts";
import type { SessionDeps } from "./session_deps.ts";
import type { Signal, SignalSource } from "./signaling/signals.ts";
import { type CallView, INITIAL_VIEW } from "./view.ts";

/** Milliseconds the news that somebody left stays before the search goes on. */
export const PEER_LEFT_PAUSE_MS = 1_400;
/** The same for somebody who never came; there is more to read. */
export const SILENT_PEER_PAUSE_MS = 3_000;

/** A visit: pressed, skipped and ended by the page, shown through `onChange`. */
export class CallSession {
  readonly #deps: SessionDeps;
  readonly #source: SignalSource;
  readonly #iceServers: IceServerCache;
  readonly #media: LocalMedia;
  #view: CallView = INITIAL_VIEW;
  #filters: Filters = DEFAULT_FILTERS;
  #funnel: Funnel = startFunnel(0);
  /** Replaced with every search; its abort ends all work of the old one. */
  #attempt = new AbortController();
  readonly #legs: Legs;
  #outbound: OutboundCandidates | null = null;
  readonly #place: QueuePlace;
  #cancelAlarm: () => void = () => {};

  /** Makes a visit that has not begun. */
  constructor(deps: SessionDeps) {
    this.#deps = deps;
    this.#source = deps.createSource((signal) => this.#receive(signal));
    this.#place = new QueuePlace(deps.client);
    this.#iceServers = new IceServerCache(deps.client, deps.timers);
    this.#legs = new Legs({
      getIceServers: () => this.#iceServers.get(),
      createConnection: deps.createConnection,
      events: this.#legEvents(),
    });
    this.#media = new LocalMedia(
      deps.openMedia,
      () => this.#dispatch({ type: "media-failed", reason: "no-device" }),
    );
  }

  /** What the page shows. */
  get view(): CallView {
    return this.#view;
  }

  /** How far the current call has come. */
  get funnel(): Funnel {
    return this.#funnel;
  }

  /** The current connection, for statistics; `null` outside of calls. */
  get connection(): RTCPeerConnection | null {
    return this.#legs.connection;
  }

  /**
   * Fetches what every call needs, so that Start does not have to wait for it.
   * A failure is no news here: the call itself will ask again.
   */
  prefetch(): void {
    this.#deps.client.init({ attempts: 1 }).catch(() => {});
    void this.#iceServers.get();
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
    this.#filters = filters;
    if (this.#view.state.name === "waiting") this.#enqueue();
  }

  /** Turns microphone or camera on or off, in this call and the next ones. */
  setToggles(change: Partial<MediaToggles>): void {
    this.#show(change);
    this.#media.setToggles(this.#view);
  }

  /** The page saw the first remote frame of this call. */
  noteFirstFrame(): void {
    if (this.#view.hasRemoteFrame || !this.#view.remoteStream) return;
    this.#deps.mark("call:first-frame");
    this.#reach("first-frame");
    this.#show({ hasRemoteFrame: true });
  }

  // What happens.

  #dispatch(event: CallEvent): void {
    const before = this.#view.state;
    const state = reduce(before, event);
    if (state === before) return;
    this.#show({ state });
    if (state.name !== before.name) this.#enter(state, before);
  }

  #enter(state: CallState, before: CallState): void {
    this.#cancelAlarm();
    this.#place.settle();
    if (state.name !== "connecting" && state.name !== "live") this.#endCall();
    if (!isCameraInUse(state)) this.#release();
    switch (state.name) {
      case "requesting-media":
        this.#legs.prepare();
        return void this.#openMedia();
      case "waiting":
        return this.#search();
      case "connecting":
        return this.#connect(state.match);
      case "live":
        return this.#source.expect({ kind: "call", ...state.match });
      case "peer-left":
        return this.#alarm(PEER_LEFT_PAUSE_MS, () => ({ type: "search" }));
      case "failed":
        if (searchesAgain(state)) {
          this.#alarm(SILENT_PEER_PAUSE_MS, () => ({ type: "search" }));
        }
        return this.#leave();
      case "other-tab":
        // The place belongs to that tab: leaving it would end the call there.
        return;
      default:
        if (isCameraInUse(before)) this.#leave();
    }
  }

  #receive(signal: Signal): void {
    switch (signal.type) {
      case "matched":
        return this.#dispatch(signal);
      case "dequeued":
        if (this.#view.state.name === "waiting") this.#enqueue();
        return;
      case "offer":
      case "answer":
        return this.#withLeg((leg) =>
          leg.receiveDescription(signal.type, signal)
        );
      case "ice":
        return this.#withLeg((leg) => leg.receiveCandidates(signal.candidates));
      case "peer-left":
        return this.#dispatch(signal);
      case "replaced":
        return this.#dispatch({ type: "taken-over" });
      case "lost":
        // Pictures do not travel through our server: a running call goes on.
        if (this.#view.state.name === "live") return;
        return this.#dispatch({ type: "failed", reason: "signal-lost" });
    }
  }

  // What is done about it.

  async #openMedia(): Promise<void> {
    try {
      const localStream = await this.#media.open();
      if (!localStream) return;
      this.#show({ localStream });
      this.#dispatch({ type: "media-ready" });
    } catch (error) {
      const reason = reasonOfMediaError(error);
      this.#dispatch({ type: "media-failed", reason });
    }
  }

  #search(): void {
    const { mark, timers } = this.#deps;
    const { localStream } = this.#view;
    mark("call:start");
    this.#funnel = startFunnel(timers.nowMs());
    this.#enqueue();
    // While that request is under way the browser has time to get warm.
    if (localStream) this.#legs.warm(localStream);
  }

  #enqueue(): void {
    this.#source.expect({ kind: "nothing" });
    this.#place.join(toEnqueueBody(this.#filters)).then((isWanted) => {
      if (isWanted) this.#source.expect({ kind: "match" });
    }, (error) => this.#dispatch(eventOfFailure(error)));
  }

  #leave(): void {
    // Not answered is as good as done: the lease on our place runs out.
    this.#place.leave().catch(() => {});
  }

  #connect(match: Match): void {
    const { client, mark, timers } = this.#deps;
    const { signal } = this.#attempt;
    const { pairId, role } = match;
    mark("call:matched");
    this.#reach("matched");
    this.#outbound = new OutboundCandidates(
      (candidates) => client.postCandidates({ pairId, candidates }, { signal }),
      (flush) => timers.after(0, flush),
    );
    this.#legs.begin();
    this.#withLeg((leg) => leg.begin(role));
    this.#source.expect({ kind: "negotiation", pairId, role });
    this.#cancelAlarm = watchOver(timers, {
      funnel: () => this.#funnel,
      giveUp: () => this.#dispatch(this.#failureToConnect()),
    });
  }

  #legEvents(): LegEvents {
    return {
      onDescription: (kind, description) => {
        const { state } = this.#view;
        const { signal } = this.#attempt;
        if (!("match" in state)) return;
        const { pairId } = state.match;
        this.#deps.client
          .postDescription(kind, { pairId, ...description }, { signal })
          .catch((error) => this.#fail(error, signal));
      },
      onCandidate: (candidate) => this.#outbound?.push(candidate),
      onRemoteStream: (remoteStream) => this.#show({ remoteStream }),
      onStatus: (status) => this.#followStatus(status),
      onStep: (step) => this.#reach(step),
    };
  }

  #followStatus(status: LegStatus): void {
    if (status === "failed") {
      return this.#dispatch(
        this.#view.state.name === "live"
          ? { type: "failed", reason: "connection-lost" }
          : this.#failureToConnect(),
      );
    }
    this.#dispatch({ type: status });
    // The other side may just have gone, and the server knows.
    if (status === "interrupted") this.#source.poke();
  }

  #failureToConnect(): CallEvent {
    return { type: "failed", reason: reasonOfFailure(this.#funnel) };
  }

  /** Does something with the leg of this call, in the order of the requests. */
  #withLeg(work: (leg: PeerLeg) => void | Promise<void>): void {
    const { signal } = this.#attempt;
    this.#legs.run(work, signal).catch((error) => this.#fail(error, signal));
  }

  #fail(error: unknown, signal: AbortSignal): void {
    if (!signal.aborted) this.#dispatch(eventOfFailure(error));
  }

  #endCall(): void {
    this.#attempt.abort();
    this.#attempt = new AbortController();
    this.#source.expect({ kind: "nothing" });
    this.#outbound?.close();
    this.#outbound = null;
    this.#legs.end();
    this.#show({ remoteStream: null, hasRemoteFrame: false });
  }

  /** Lets go of the devices and of what was made ahead. */
  #release(): void {
    this.#legs.release();
    this.#media.close();
    this.#show({ localStream: null });
  }

  #alarm(delayMs: number, event: () => CallEvent): void {
    this.#cancelAlarm = this.#deps.timers.after(
      delayMs,
      () => this.#dispatch(event()),
    );
  }

  #reach(step: FunnelStep): void {
    const atMs = this.#deps.timers.nowMs();
    const funnel = reachStep(this.#funnel, step, atMs);
    if (funnel === this.#funnel) return;
    this.#funnel = funnel;
    this.#deps.onMilestone?.(step, atMs);
  }

  #show(change: Partial<CallView>): void {
    this.#view = { ...this.#view, ...change };
    this.#deps.onChange(this.#view);
  }
}
