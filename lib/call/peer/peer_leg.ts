/**
 * Our leg of one call: an RTCPeerConnection and the rules of negotiation. It
 * sends and receives descriptions and candidates by callbacks and knows
 * neither the server nor the page.
 *
 * Perfect negotiation by its usual names (W3C webrtc-pc §10.7), with one rule
 * on top: the caller is impolite and alone opens generations, so that glare
 * cannot happen and every negotiation has a number.
 *
 * @module
 */

import type { Description } from "@/lib/protocol/description.ts";
import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import type { Role } from "@/lib/protocol/role.ts";
import { InboundCandidates } from "./candidate_queue.ts";

/** How the connection as a whole is doing. */
export type LegStatus = "connected" | "interrupted" | "failed";

/** What a leg tells its owner. */
export interface LegEvents {
  /** Our offer or answer is ready to be sent. */
  onDescription(kind: "offer" | "answer", description: Description): void;
  /** We found a candidate; an empty one says that it was the last. */
  onCandidate(candidate: RTCIceCandidateInit): void;
  /** The peer's picture and sound. */
  onRemoteStream(stream: MediaStream): void;
  /** The connection came, wavered or broke. */
  onStatus(status: LegStatus): void;
  /** A step of the call's funnel was reached. */
  onStep(step: FunnelStep): void;
}

/** What a leg is made of. */
export interface LegOptions {
  /** A new connection; injected so that tests need no browser. */
  readonly connection: RTCPeerConnection;
  /** Where everything is reported. */
  readonly events: LegEvents;
}

/** One side of one call. */
export class PeerLeg {
  /** The connection, for statistics. */
  readonly connection: RTCPeerConnection;
  readonly #events: LegEvents;
  readonly #inbound: InboundCandidates;
  #warmOffer: Promise<RTCSessionDescriptionInit> | null = null;
  #polite = false;
  #makingOffer = false;
  #ignoreOffer = false;
  #isSettingRemoteAnswerPending = false;
  #localDescriptionSet: Promise<void> = Promise.resolve();
  #gen = -1;
  #isClosed = false;

  /** Wires up a connection; nothing is sent before {@link begin}. */
  constructor({ connection, events }: LegOptions) {
    this.connection = connection;
    this.#events = events;
    this.#inbound = new InboundCandidates((candidate) =>
      connection.addIceCandidate(candidate)
    );
    connection.onicecandidate = ({ candidate }) =>
      this.#reportCandidate(candidate);
    connection.onconnectionstatechange = () => this.#reportStatus();
    connection.oniceconnectionstatechange = () => this.#reportIce();
    connection.ontrack = (event) => this.#reportTrack(event);
  }

  /**
   * Gives the leg what it sends and drafts an offer ahead of the match: the
   * first one of a page takes the browser tens of milliseconds (codecs,
   * certificate), and both roles are faster once it is done. Drafting changes
   * no state, so a callee simply never uses it. A leg that is warm stays so.
   */
  warm(stream: MediaStream): void {
    if (this.#warmOffer) return;
    for (const track of stream.getTracks()) {
      this.connection.addTrack(track, stream);
    }
    this.#warmOffer = this.connection.createOffer();
    this.#warmOffer.catch(() => {});
  }

  /** Takes up the part the server gave us; the caller offers at once. */
  async begin(role: Role): Promise<void> {
    this.#polite = role === "callee";
    if (role === "caller") await this.#openGeneration(0);
  }

  /**
   * Takes the peer's offer or answer. Repeats and descriptions of an older
   * generation change nothing.
   */
  async receiveDescription(
    type: "offer" | "answer",
    { sdp, gen }: Description,
  ): Promise<void> {
    await this.#localDescriptionSet;
    if (this.#isClosed) return;
    const { connection } = this;
    const isStale = type === "offer" ? gen <= this.#gen : gen !== this.#gen;
    if (isStale) return;
    if (type === "answer" && connection.signalingState !== "have-local-offer") {
      return;
    }

    const readyForOffer = !this.#makingOffer &&
      (connection.signalingState === "stable" ||
        this.#isSettingRemoteAnswerPending);
    const offerCollision = type === "offer" && !readyForOffer;
    this.#ignoreOffer = !this.#polite && offerCollision;
    if (this.#ignoreOffer) return;

    this.#events.onStep(type);
    this.#gen = gen;
    this.#isSettingRemoteAnswerPending = type === "answer";
    await connection.setRemoteDescription({ type, sdp });
    this.#isSettingRemoteAnswerPending = false;
    this.#inbound.open();
    if (type === "offer") await this.#answer(gen);
  }

  /** Takes the peer's candidates, whenever they come. */
  receiveCandidates(candidates: readonly RTCIceCandidateInit[]): void {
    if (this.#isClosed) return;
    if (candidates.some(({ candidate }) => candidate)) {
      this.#events.onStep("remote-candidate");
    }
    this.#inbound.push(candidates);
  }

  /** Ends the leg; nothing is reported any more. */
  close(): void {
    this.#isClosed = true;
    this.connection.close();
  }

  /**
   * Offers. The offer is on its way before it is set here, so that the peer
   * works at the same time as our own browser; an answer waits its turn.
   */
  async #openGeneration(gen: number): Promise<void> {
    try {
      this.#makingOffer = true;
      this.#gen = gen;
      const offer = await this.#takeWarmOffer();
      if (this.#isClosed) return;
      this.#localDescriptionSet = this.connection.setLocalDescription(offer);
      this.#send("offer", { sdp: offer.sdp ?? "", gen });
      await this.#localDescriptionSet;
    } finally {
      this.#makingOffer = false;
    }
  }

  async #takeWarmOffer(): Promise<RTCSessionDescriptionInit> {
    const warm = this.#warmOffer;
    this.#warmOffer = null;
    return await warm ?? await this.connection.createOffer();
  }

  async #answer(gen: number): Promise<void> {
    const answer = await this.connection.createAnswer();
    if (this.#isClosed) return;
    this.#localDescriptionSet = this.connection.setLocalDescription(answer);
    this.#send("answer", { sdp: answer.sdp ?? "", gen });
    await this.#localDescriptionSet;
  }

  #send(kind: "offer" | "answer", description: Description): void {
    this.#events.onStep(kind);
    this.#events.onDescription(kind, description);
  }

  #reportCandidate(candidate: RTCIceCandidate | null): void {
    if (this.#isClosed) return;
    if (candidate?.candidate) this.#events.onStep("local-candidate");
    this.#events.onCandidate(
      candidate?.toJSON() ?? { candidate: "", sdpMid: "0", sdpMLineIndex: 0 },
    );
  }

  #reportIce(): void {
    if (this.#isClosed) return;
    const state = this.connection.iceConnectionState;
    if (state === "connected" || state === "completed") {
      this.#events.onStep("ice");
    }
  }

  #reportStatus(): void {
    if (this.#isClosed) return;
    const { connectionState } = this.connection;
    if (connectionState === "connected") {
      // Some browsers tell of the whole before the part.
      this.#events.onStep("ice");
      this.#events.onStep("dtls");
      this.#events.onStatus("connected");
    }
    if (connectionState === "disconnected") {
      this.#events.onStatus("interrupted");
    }
    if (connectionState === "failed") this.#events.onStatus("failed");
  }

  #reportTrack({ track, streams: [stream] }: RTCTrackEvent): void {
    if (this.#isClosed || !stream) return;
    // A remote track starts muted; the first packet unmutes it.
    track.addEventListener("unmute", () => {
      if (!this.#isClosed) this.#events.onStep("first-packet");
    }, { once: true });
    this.#events.onRemoteStream(stream);
  }
}
