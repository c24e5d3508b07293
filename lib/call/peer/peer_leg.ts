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
import type { Role } from "@/lib/protocol/role.ts";
import { makeChannel } from "../talk/channel.ts";
import type { Timers } from "../timers.ts";
import { InboundCandidates } from "./candidate_queue.ts";
import { gathered } from "./gathering.ts";
import { type LegEvents, reportOn } from "./leg_events.ts";
import {
  areOfDifferentConnections,
  endOfCandidates,
  isOfFirefox,
  ufragsOf,
} from "./sdp_facts.ts";
import { type RelayAnswer, watchRelays } from "./relay_watch.ts";
import { SentMedia } from "./sent_media.ts";

/** What a leg is made of. */
export interface LegOptions {
  /** A new connection; injected so that tests need no browser. */
  readonly connection: RTCPeerConnection;
  /** Makes an empty stream. */
  readonly createStream: () => MediaStream;
  /** Where everything is reported. */
  readonly events: LegEvents;
}

/** How a leg takes up its part. */
export interface BeginOptions {
  /** Whether the prepared offer is on the server already. */
  readonly isOffered?: boolean;
  /** Number of the newest negotiation of a call that another leg began. */
  readonly afterGen?: number;
}

/** One side of one call. */
export class PeerLeg {
  /** The connection, for statistics. */
  readonly connection: RTCPeerConnection;
  /** Tells whether our relays took the connection. */
  readonly relayAnswer: () => RelayAnswer;
  readonly #events: LegEvents;
  readonly #inbound: InboundCandidates;
  readonly #sent: SentMedia;
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
  #isPeerFirefox = false;
  readonly #end = new AbortController();

  /** Wires up a connection; nothing is sent before {@link begin}. */
  constructor({ connection, createStream, events }: LegOptions) {
    this.connection = connection;
    this.relayAnswer = watchRelays(connection);
    this.#sent = new SentMedia(connection, createStream());
    this.#events = events;
    this.#inbound = new InboundCandidates((candidate) =>
      connection.addIceCandidate(candidate)
    );
    connection.onicecandidate = ({ candidate }) =>
      this.#reportCandidate(candidate);
    const { signal } = this.#end;
    makeChannel(connection, {
      onOpen: (channel) => events.onChannel(channel),
      signal,
    });
    reportOn(connection, { events, remoteStream: createStream(), signal });
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

  /** Gets ready to answer ahead of the match, as far as there is a camera. */
  expectOffer(): void {
    this.#sent.expectOffer();
  }

  /** Gives the leg what it sends, now or once there is a place for it. */
  attach(stream: MediaStream): void {
    this.#sent.attach(stream);
  }

  /**
   * Takes up the part the server gave us; the caller offers at once.
   *
   * @param options `isOffered`: the prepared offer is on the server already.
   * `afterGen`: the call has had negotiations up to this one, with another leg;
   * then the caller, too, waits for {@link restart}.
   */
  async begin(
    role: Role,
    { isOffered = false, afterGen }: BeginOptions = {},
  ): Promise<void> {
    this.#polite = role === "callee";
    this.#isBegun = true;
    if (afterGen !== undefined) this.#gen = afterGen;
    if (role === "callee" || afterGen !== undefined) return;
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
   * Takes servers for the negotiations to come: credentials that a call began
   * with may have run out.
   */
  setServers(iceServers: RTCIceServer[]): void {
    const { connection } = this;
    if (this.#isClosed) return;
    const configuration = connection.getConfiguration();
    connection.setConfiguration({ ...configuration, iceServers });
  }

  /** Number of the newest negotiation. */
  get gen(): number {
    return this.#gen;
  }

  /**
   * Whether a restart that we open would be lost on this connection: we are not
   * Firefox, and the other side is.
   *
   * The others try their new addresses with the peer's old ones, too, and take
   * the first way that answers. Firefox answers there, and then drops what comes
   * by that way: pictures stop for good. Measured with Chromium 149 as caller
   * and Firefox 153 in November 2026: 4 of 5 first restarts, and every second
   * one. Where Firefox opens the restart all is well.
   */
  get losesRestarts(): boolean {
    const ours = this.connection.localDescription?.sdp ?? "";
    return this.#isPeerFirefox && !isOfFirefox(ours);
  }

  /** Negotiates anew over new addresses; the caller's to do. */
  async restart(): Promise<void> {
    if (!this.#isClosed) await this.#openGeneration(this.#gen + 1);
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
    if (this.#isReplaced(sdp)) {
      const held = this.#inbound.take();
      const description = { sdp, gen };
      return this.#events.onPeerReplaced({ type, description, held });
    }

    this.#isPeerFirefox = isOfFirefox(sdp);
    this.#events.onStep(type);
    if (sdp.includes("a=candidate:")) this.#events.onStep("remote-candidate");
    this.#gen = gen;
    this.#isSettingRemoteAnswerPending = type === "answer";
    await connection.setRemoteDescription({ type, sdp });
    this.#isSettingRemoteAnswerPending = false;
    this.#inbound.open(ufragsOf(sdp));
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

  /** Offers to send and to receive both; over new addresses from the second on. */
  #createOffer(): Promise<RTCSessionDescriptionInit> {
    this.#sent.offerPlaces();
    const iceRestart = this.connection.localDescription !== null;
    return this.connection.createOffer({ iceRestart });
  }

  #isReplaced(sdp: string): boolean {
    const before = this.connection.remoteDescription?.sdp;
    return before !== undefined && areOfDifferentConnections(before, sdp);
  }

  get #isClosed(): boolean {
    return this.#end.signal.aborted;
  }

  async #answer(gen: number): Promise<void> {
    this.#sent.answerPlaces();
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
    const init = candidate?.toJSON() ??
      endOfCandidates(this.connection.localDescription?.sdp ?? "");
    if (!this.#isBegun) {
      // Until the offer was read off, it holds what was found.
      const isLate = this.#preparedOffer !== null;
      if (isLate || !init.candidate) this.#late.push(init);
      return;
    }
    if (init.candidate) this.#events.onStep("local-candidate");
    this.#events.onCandidate(init);
  }
}
