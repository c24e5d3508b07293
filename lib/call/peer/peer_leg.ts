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
import type { Timers } from "../timers.ts";
import type { Role } from "@/lib/protocol/role.ts";
import { InboundCandidates } from "./candidate_queue.ts";
import { gathered } from "./gathering.ts";
import { sendSmallPictures, SMALL_ENCODINGS } from "./picture_size.ts";

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
  /** Makes an empty stream. */
  readonly createStream: () => MediaStream;
  /** Where everything is reported. */
  readonly events: LegEvents;
}

/** How browsers write that there are no more candidates. */
const END_OF_CANDIDATES: RTCIceCandidateInit = {
  candidate: "",
  sdpMid: "0",
  sdpMLineIndex: 0,
};

/** One side of one call. */
export class PeerLeg {
  /** The connection, for statistics. */
  readonly connection: RTCPeerConnection;
  readonly #events: LegEvents;
  readonly #inbound: InboundCandidates;
  readonly #remoteStream: MediaStream;
  /**
   * Names what we send as one stream: the other side keeps lips and voice of a
   * stream together, and older pages look for the picture in it.
   */
  readonly #sentStream: MediaStream;
  #localStream: MediaStream | null = null;
  #polite = false;
  #makingOffer = false;
  #ignoreOffer = false;
  #isSettingRemoteAnswerPending = false;
  #localDescriptionSet: Promise<void> = Promise.resolve();
  #gen = -1;
  /** The first offer, when it was made ahead. */
  #preparedOffer: string | null = null;
  /** Candidates that came too late for it. */
  readonly #late: RTCIceCandidateInit[] = [];
  #isBegun = false;
  readonly #end = new AbortController();

  /** Wires up a connection; nothing is sent before {@link begin}. */
  constructor({ connection, createStream, events }: LegOptions) {
    this.connection = connection;
    this.#remoteStream = createStream();
    this.#sentStream = createStream();
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
   * Makes the first offer ahead of the match, and of the camera: complete with
   * the candidates that are found in time. Only a caller can use this leg then.
   *
   * @returns The offer; `null` when the leg was closed meanwhile.
   */
  async prepareOffer(timers: Timers): Promise<string | null> {
    const { connection } = this;
    this.#gen = 0;
    await connection.setLocalDescription(await this.#createOffer());
    await gathered(connection, timers, this.#end.signal);
    if (this.#isClosed) return null;
    this.#preparedOffer = connection.localDescription?.sdp ?? null;
    return this.#preparedOffer;
  }

  /** Gives the leg what it sends, now or once there is a place for it. */
  attach(stream: MediaStream): void {
    this.#localStream = stream;
    this.#sendTracks();
  }

  /**
   * Takes up the part the server gave us; the caller offers at once.
   *
   * @param options `isOffered`: the prepared offer is on the server already.
   */
  async begin(
    role: Role,
    { isOffered = false }: { isOffered?: boolean } = {},
  ): Promise<void> {
    this.#polite = role === "callee";
    this.#isBegun = true;
    if (role === "callee") return;
    const sdp = this.#preparedOffer;
    if (sdp === null) return await this.#openGeneration(0);
    this.#events.onStep("offer");
    if (!isOffered) this.#events.onDescription("offer", { sdp, gen: 0 });
    this.#events.onStep("local-candidate");
    for (const candidate of this.#late.splice(0)) {
      this.#events.onCandidate(candidate);
    }
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
    if (sdp.includes("a=candidate:")) this.#events.onStep("remote-candidate");
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
    this.#end.abort();
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
      const offer = await this.#createOffer();
      if (this.#isClosed) return;
      this.#localDescriptionSet = this.connection.setLocalDescription(offer);
      this.#send("offer", { sdp: offer.sdp ?? "", gen });
      await this.#localDescriptionSet;
    } finally {
      this.#makingOffer = false;
    }
  }

  /** Offers to send and to receive both, with or without tracks by now. */
  #createOffer(): Promise<RTCSessionDescriptionInit> {
    const { connection } = this;
    for (const kind of ["audio", "video"]) {
      connection.addTransceiver(kind, {
        streams: [this.#sentStream],
        ...(kind === "video" && { sendEncodings: SMALL_ENCODINGS }),
      });
    }
    this.#sendTracks();
    return connection.createOffer();
  }

  /** Sends what we have through the places that were negotiated for it. */
  #sendTracks(): void {
    const tracks = this.#localStream?.getTracks() ?? [];
    for (const { sender, receiver } of this.connection.getTransceivers()) {
      const track = tracks.find(({ kind }) => kind === receiver.track.kind);
      if (track === undefined || sender.track === track) continue;
      // It fails only once the connection is closed: then nothing is sent.
      sender.replaceTrack(track).catch(() => {});
    }
  }

  get #isClosed(): boolean {
    return this.#end.signal.aborted;
  }

  async #answer(gen: number): Promise<void> {
    for (const transceiver of this.connection.getTransceivers()) {
      transceiver.direction = "sendrecv";
      // Missing in old browsers: then lips and voice may part a little.
      transceiver.sender.setStreams?.(this.#sentStream);
    }
    sendSmallPictures(this.connection);
    this.#sendTracks();
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
    const init = candidate?.toJSON() ?? END_OF_CANDIDATES;
    if (!this.#isBegun) {
      // Until the offer was read off, it holds what was found.
      const isLate = this.#preparedOffer !== null;
      if (isLate || init === END_OF_CANDIDATES) this.#late.push(init);
      return;
    }
    if (candidate?.candidate) this.#events.onStep("local-candidate");
    this.#events.onCandidate(init);
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

  #reportTrack({ track }: RTCTrackEvent): void {
    if (this.#isClosed) return;
    // A remote track starts muted; the first packet unmutes it.
    track.addEventListener("unmute", () => {
      if (!this.#isClosed) this.#events.onStep("first-packet");
    }, { once: true });
    this.#remoteStream.addTrack(track);
    this.#events.onRemoteStream(this.#remoteStream);
  }
}
