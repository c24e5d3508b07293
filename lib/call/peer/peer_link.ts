/**
 * Our link to the other side, one call after another: the leg, what it has to
 * tell the server, and the time it may take. It ends with nothing left under
 * way; what goes wrong after that is of no interest to anybody.
 *
 * @module
 */

import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import type { Match } from "@/lib/protocol/role.ts";
import { type Funnel, reasonOfFailure } from "../report/funnel.ts";
import { IceServerCache } from "../signaling/ice_servers.ts";
import type { SignalingClient } from "../signaling/rest_client.ts";
import type { Signal } from "../signaling/signals.ts";
import type { Timers } from "../timers.ts";
import { OutboundCandidates } from "./candidate_queue.ts";
import { startConnectTimeout } from "./connect_timeout.ts";
import { Legs, type LegsOptions } from "./legs.ts";
import type { LegEvents, LegStatus, PeerLeg } from "./peer_leg.ts";
import { sendWholePictures } from "./picture_size.ts";

/**
 * Milliseconds into a call after which pictures are sent whole and the next
 * call is made ready: later than the first pictures, whose way is not to be
 * crossed.
 */
export const SETTLED_MS = 3_000;

/** What becomes of a link, as the state machine takes it. */
export type LinkEvent =
  | { readonly type: "connected" | "interrupted" }
  | {
    readonly type: "failed";
    readonly reason: ReturnType<typeof reasonOfFailure>;
  };

/** What a link needs from outside. */
export interface PeerLinkDeps
  extends Pick<LegsOptions, "createConnection" | "createStream"> {
  /** Knows the ICE servers, and takes what we say to the other side. */
  readonly client: SignalingClient;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Tells how far the call has come. */
  readonly funnel: () => Funnel;
  /** Told when the connection came, wavered or did not come about. */
  readonly onEvent: (event: LinkEvent) => void;
  /** Told of what the server or the browser refused. */
  readonly onError: (error: unknown) => void;
  /** Told of every step of the funnel. */
  readonly onStep: (step: FunnelStep) => void;
  /** Told of an offer that is ready for the next call. */
  readonly onOffer: (sdp: string) => void;
  /** Told of the peer's picture and sound. */
  readonly onRemoteStream: (stream: MediaStream) => void;
}

/** The signals that are meant for the connection itself. */
export type PeerSignal = Extract<Signal, { type: "offer" | "answer" | "ice" }>;

/** A call, from its match to its end. */
interface Call {
  readonly match: Match;
  readonly outbound: OutboundCandidates;
  /** Aborted when the call is over. */
  readonly end: AbortController;
  readonly cancelTimeout: () => void;
}

/** Makes at most one call at a time. */
export class PeerLink {
  readonly #deps: PeerLinkDeps;
  readonly #iceServers: IceServerCache;
  readonly #legs: Legs;
  #call: Call | null = null;
  #cancelSettling: () => void = () => {};

  /** Makes a link without a call. */
  constructor(deps: PeerLinkDeps) {
    this.#deps = deps;
    this.#iceServers = new IceServerCache(deps.client, deps.timers);
    this.#legs = new Legs({
      getIceServers: () => this.#iceServers.get(),
      createConnection: deps.createConnection,
      createStream: deps.createStream,
      timers: deps.timers,
      events: this.#legEvents(),
      onOffer: deps.onOffer,
    });
  }

  /** The connection of the call; `null` outside of calls. */
  get connection(): RTCPeerConnection | null {
    return this.#legs.connection;
  }

  /** The offer that is ready for the next call; `null` when none is. */
  get offer(): string | null {
    return this.#legs.offer;
  }

  /** Fetches the ICE servers ahead of need. */
  prefetch(): void {
    void this.#iceServers.get();
  }

  /** Makes the next connections ahead of their match. */
  prepare(): void {
    this.#legs.prepare();
  }

  /** Takes what is to be sent, in this call and the next ones. */
  attach(localStream: MediaStream): void {
    this.#legs.attach(localStream);
  }

  /**
   * Begins a call.
   *
   * @param offered The offer that went to the server ahead of the match.
   */
  begin(match: Match, offered: string | null): void {
    const { timers, funnel, onEvent } = this.#deps;
    const end = new AbortController();
    this.#call = {
      match,
      end,
      outbound: this.#createOutbound(match.pairId, end.signal),
      cancelTimeout: startConnectTimeout(timers, {
        funnel,
        onTimeout: () => onEvent(this.#failure()),
      }),
    };
    const isOffered = this.#legs.begin(match.role, offered);
    this.#withLeg((leg) => leg.begin(match.role, { isOffered }));
  }

  /** Takes what the other side sent; without a call it is too late. */
  receive(signal: PeerSignal): void {
    this.#withLeg((leg) =>
      signal.type === "ice"
        ? leg.receiveCandidates(signal.candidates)
        : leg.receiveDescription(signal.type, signal)
    );
  }

  /** Ends the call, and everything that is under way for it. */
  end(): void {
    this.#call?.end.abort();
    this.#call?.cancelTimeout();
    this.#call?.outbound.close();
    this.#call = null;
    this.#cancelSettling();
    this.#legs.end();
  }

  /** Lets go of the connection that was made ahead. */
  release(): void {
    this.#legs.release();
  }

  #createOutbound(pairId: string, signal: AbortSignal): OutboundCandidates {
    const { client, timers } = this.#deps;
    return new OutboundCandidates(
      (candidates) => client.postCandidates({ pairId, candidates }, { signal }),
      (flush) => timers.after(0, flush),
    );
  }

  /** What a leg tells; without a call it tells it too late. */
  #legEvents(): LegEvents {
    return {
      onDescription: (kind, description) => {
        if (this.#call === null) return;
        const { match: { pairId }, end: { signal } } = this.#call;
        this.#deps.client
          .postDescription(kind, { pairId, ...description }, { signal })
          .catch((error) => this.#fail(error, signal));
      },
      onCandidate: (candidate) => this.#call?.outbound.push(candidate),
      onRemoteStream: (stream) => {
        if (this.#call !== null) this.#deps.onRemoteStream(stream);
      },
      onStatus: (status) => this.#follow(status),
      onStep: (step) => {
        if (this.#call !== null) this.#deps.onStep(step);
      },
    };
  }

  #follow(status: LegStatus): void {
    if (this.#call === null) return;
    const { onEvent, timers } = this.#deps;
    if (status === "connected") {
      this.#call.cancelTimeout();
      this.#cancelSettling();
      this.#cancelSettling = timers.after(SETTLED_MS, () => this.#settle());
    }
    onEvent(status === "failed" ? this.#failure() : { type: status });
  }

  #settle(): void {
    this.#withLeg(({ connection }) => sendWholePictures(connection));
    this.prepare();
  }

  #failure(): LinkEvent {
    return { type: "failed", reason: reasonOfFailure(this.#deps.funnel()) };
  }

  /** Does something with the leg of the call, in the order of the requests. */
  #withLeg(work: (leg: PeerLeg) => void | Promise<void>): void {
    if (this.#call === null) return;
    const { signal } = this.#call.end;
    this.#legs.run(work, signal).catch((error) => this.#fail(error, signal));
  }

  #fail(error: unknown, signal: AbortSignal): void {
    if (!signal.aborted) this.#deps.onError(error);
  }
}
