/**
 * Stand-ins for the browser: a clock turned by hand, a connection that only
 * notes what is asked of it, a signaling client made of queues.
 *
 * @module
 */

import type { Description } from "@/lib/protocol/description.ts";
import type { IceConfig } from "@/lib/protocol/ice_servers.ts";
import type { PolledNews } from "@/lib/protocol/polled_news.ts";
import type { Match } from "@/lib/protocol/role.ts";
import type {
  ReceivedCandidate,
  SignalingClient,
} from "@/lib/call/signaling/rest_client.ts";
import type { CallOptions } from "@/lib/call/signaling/rest_request.ts";
import type { Timers } from "@/lib/call/timers.ts";

/** Lets everything that is already resolved run to its end. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** A clock that stands still until it is turned. */
export class FakeTimers implements Timers {
  #nowMs = 1_000_000;
  #alarms: { atMs: number; callback: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const alarm = { atMs: this.#nowMs + delayMs, callback };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  /** How many alarms are set. */
  get pending(): number {
    return this.#alarms.length;
  }

  /** Turns the clock, ringing every alarm on its way in order. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    await settle();
    while (true) {
      const next = this.#alarms.toSorted((a, b) => a.atMs - b.atMs)[0];
      if (!next || next.atMs > untilMs) break;
      this.#alarms = this.#alarms.filter((other) => other !== next);
      this.#nowMs = next.atMs;
      next.callback();
      await settle();
    }
    this.#nowMs = untilMs;
  }
}

/** What is answered while nothing happened. */
export const NO_NEWS: PolledNews = { position: "0", events: [] };

/** Answers of a fake client, by name; a function is asked every time. */
export interface FakeAnswers {
  matchmake: () => Match | null;
  heldBackMs: () => number | null;
  getDescription: (kind: "offer" | "answer") => Description | null;
  getCandidates: (after: number) => ReceivedCandidate[];
  enqueue: () => void | Promise<void>;
  getNews: (after: string | null) => PolledNews;
  goBack: () => void;
  iceServers: () => IceConfig;
}

/** A client that notes its calls and answers from `answers`. */
export function fakeClient(
  answers: Partial<FakeAnswers> = {},
): SignalingClient & { calls: string[] } {
  const calls: string[] = [];
  // Always a turn later, as a network would.
  const answer = async <T>(
    call: string,
    make: () => T | Promise<T>,
  ): Promise<T> => {
    calls.push(call);
    await Promise.resolve();
    return await make();
  };
  return {
    calls,
    init: () => answer("init", () => {}),
    iceServers: () =>
      answer(
        "iceServers",
        answers.iceServers ?? (() => ({ iceServers: [], ttlSeconds: 600 })),
      ),
    enqueue(body) {
      const verb = body.onlyIfWaiting ? "renew" : "enqueue";
      const wishes = `${body.filterGenders} ${body.filterCountries}`;
      const offer = body.offer ? ` with ${body.offer.sdp}` : "";
      const hidden = body.relayOnly ? " hidden" : "";
      return answer(
        `${verb} ${wishes}${offer}${hidden}`,
        () => answers.enqueue?.(),
      );
    },
    matchmake: () =>
      answer("matchmake", () => ({
        match: answers.matchmake?.() ?? null,
        heldBackMs: answers.heldBackMs?.() ?? null,
      })),
    postDescription: (kind, { pairId, sdp, gen }) =>
      answer(`post ${kind} ${pairId} ${sdp} ${gen}`, () => {}),
    getDescription: (kind, { pairId }, _options?: CallOptions) =>
      answer(
        `get ${kind} ${pairId}`,
        () => answers.getDescription?.(kind) ?? null,
      ),
    postCandidates: ({ candidates }) =>
      answer(
        `post ice ${candidates.map((c) => c.candidate || "end").join(",")}`,
        () => {},
      ),
    getCandidates: ({ after }) =>
      answer(`get ice ${after}`, () => answers.getCandidates?.(after) ?? []),
    getNews: ({ after }) =>
      answer(
        `news ${after}`,
        () => answers.getNews?.(after) ?? NO_NEWS,
      ),
    askRestart: ({ pairId }) => answer(`restart ${pairId}`, () => {}),
    tellState: ({ state }) => answer(`tell ${state}`, () => {}),
    goBack: ({ pairId }) => answer(`back ${pairId}`, () => answers.goBack?.()),
    tellReloadByBeacon: (pairId) => void calls.push(`reload ${pairId}`),
    leave: () => answer("leave", () => {}),
    leaveByBeacon: () => void calls.push("beacon"),
  };
}

/** A place for one track in each direction. */
class FakeTransceiver {
  direction = "recvonly";
  readonly receiver: { track: { kind: string } };
  readonly sender;
  constructor(
    kind: string,
    log: string[],
    { streams = [], sendEncodings = [{}] }: RTCRtpTransceiverInit = {},
  ) {
    this.receiver = { track: { kind } };
    this.sender = {
      track: null as FakeTrack | null,
      encodings: sendEncodings,
      getParameters() {
        return { encodings: structuredClone(this.encodings) };
      },
      degradation: undefined as string | undefined,
      setParameters(
        { encodings, degradationPreference }: Pick<
          RTCRtpSendParameters,
          "encodings" | "degradationPreference"
        >,
      ) {
        this.encodings = encodings;
        this.degradation = degradationPreference;
        return Promise.resolve();
      },
      streams,
      setStreams(...streams: MediaStream[]): void {
        this.streams = streams;
      },
      replaceTrack(track: FakeTrack): Promise<void> {
        log.push(`send ${track.kind}`);
        this.track = track;
        return Promise.resolve();
      },
    };
  }
}

/** A data channel that notes what is sent. */
export class FakeChannel {
  readyState: RTCDataChannelState = "connecting";
  binaryType = "blob";
  readonly sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor(readonly options: RTCDataChannelInit = {}) {}
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.readyState = "closed";
  }
  open(): void {
    this.readyState = "open";
    this.onopen?.();
  }
  /** Something comes from the other side. */
  hear(data: unknown): void {
    this.onmessage?.({ data });
  }
  /** The same object, as the real class. */
  get asChannel(): RTCDataChannel {
    return this as unknown as RTCDataChannel;
  }
}

/** A connection that keeps the rules of signaling states and nothing else. */
export class FakeConnection {
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  iceConnectionState: RTCIceConnectionState = "new";
  iceGatheringState: RTCIceGatheringState = "gathering";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  /** Holds `setLocalDescription` back while it is pending. */
  gate: Promise<void> = Promise.resolve();
  offerSdp = "our-offer";
  readonly log: string[] = [];
  readonly added: string[] = [];
  onicecandidate: ((event: { candidate: unknown }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  oniceconnectionstatechange: (() => void) | null = null;
  onicegatheringstatechange: (() => void) | null = null;
  ontrack: ((event: unknown) => void) | null = null;
  readonly #transceivers: FakeTransceiver[] = [];

  readonly channels: FakeChannel[] = [];

  /** As it was made, and as it was set last. */
  configuration: RTCConfiguration = { bundlePolicy: "max-bundle" };

  getConfiguration(): RTCConfiguration {
    return this.configuration;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.log.push("setConfiguration");
    this.configuration = configuration;
  }

  createDataChannel(_label: string, options: RTCDataChannelInit): FakeChannel {
    const channel = new FakeChannel(options);
    this.channels.push(channel);
    return channel;
  }

  addTransceiver(kind: string, init: RTCRtpTransceiverInit): void {
    this.log.push(`addTransceiver ${kind}`);
    this.#transceivers.push(new FakeTransceiver(kind, this.log, init));
  }

  addTrack(track: FakeTrack, stream: MediaStream): FakeTransceiver["sender"] {
    this.log.push(`addTrack ${track.kind}`);
    const transceiver = new FakeTransceiver(track.kind, this.log, {
      streams: [stream],
    });
    transceiver.direction = "sendrecv";
    transceiver.sender.track = track;
    this.#transceivers.push(transceiver);
    return transceiver.sender;
  }

  getTransceivers(): FakeTransceiver[] {
    return this.#transceivers;
  }

  createOffer(
    { iceRestart = false }: RTCOfferOptions = {},
  ): Promise<RTCSessionDescriptionInit> {
    this.log.push(iceRestart ? "createOffer anew" : "createOffer");
    return Promise.resolve({ type: "offer", sdp: this.offerSdp });
  }

  createAnswer(): Promise<RTCSessionDescriptionInit> {
    this.log.push("createAnswer");
    return Promise.resolve({ type: "answer", sdp: "our-answer" });
  }

  async setLocalDescription(description: RTCSessionDescriptionInit) {
    await this.gate;
    const { type } = description;
    this.log.push(`setLocal ${type}`);
    this.localDescription = description;
    this.signalingState = type === "offer" ? "have-local-offer" : "stable";
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit) {
    await Promise.resolve();
    this.log.push(`setRemote ${description.type}`);
    this.remoteDescription = description;
    if (this.#transceivers.length === 0) {
      for (const kind of ["audio", "video"]) {
        this.#transceivers.push(new FakeTransceiver(kind, this.log));
      }
    }
    this.signalingState = description.type === "offer"
      ? "have-remote-offer"
      : "stable";
  }

  addIceCandidate({ candidate }: RTCIceCandidateInit): Promise<void> {
    if (!this.remoteDescription) {
      return Promise.reject(new DOMException("too early", "InvalidStateError"));
    }
    this.added.push(candidate ?? "");
    return candidate === "bad"
      ? Promise.reject(new DOMException("bad", "OperationError"))
      : Promise.resolve();
  }

  close(): void {
    this.log.push("close");
    this.signalingState = "closed";
    this.connectionState = "closed";
  }

  /** What was counted of media and its reports. */
  traffic = { bytesSent: 0, bytesReceived: 0 };

  /** What is told of the video that we send. */
  sending: Readonly<Record<string, unknown>> = {};

  /** What the network takes; `undefined` where a browser does not say. */
  availableBps: number | undefined = undefined;

  getStats(): Promise<ReadonlyMap<string, unknown>> {
    const transport = {
      type: "transport",
      selectedCandidatePairId: "p",
      ...this.traffic,
    };
    const pair = {
      type: "candidate-pair",
      availableOutgoingBitrate: this.availableBps,
    };
    const video = { type: "outbound-rtp", kind: "video", ...this.sending };
    return Promise.resolve(
      new Map<string, unknown>([["t", transport], ["p", pair], ["v", video]]),
    );
  }

  /** Finds one of our candidates, or with `null` the end of them. */
  find(candidate: string | null): void {
    this.onicecandidate?.({
      candidate: candidate === null
        ? null
        : { candidate, toJSON: () => ({ candidate, sdpMid: "0" }) },
    });
  }

  /** Ends the search for candidates, or begins it. */
  gather(state: RTCIceGatheringState): void {
    this.iceGatheringState = state;
    this.onicegatheringstatechange?.();
  }

  /** Moves the connection on. */
  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  /** The same object, as the real class. */
  get asConnection(): RTCPeerConnection {
    return this as unknown as RTCPeerConnection;
  }
}

/** A track that can be switched, stopped and unplugged. */
export class FakeTrack extends EventTarget {
  enabled = true;
  isStopped = false;
  contentHint = "";
  settings: MediaTrackSettings = {};
  getSettings(): MediaTrackSettings {
    return this.settings;
  }
  constructor(readonly kind: "audio" | "video") {
    super();
  }
  get readyState(): MediaStreamTrackState {
    return this.isStopped ? "ended" : "live";
  }
  stop(): void {
    this.isStopped = true;
  }
  /** Goes by itself. */
  unplug(): void {
    this.isStopped = true;
    this.dispatchEvent(new Event("ended"));
  }
}

/** A stream of one audio and one video track, or of what was asked for. */
export class FakeStream {
  readonly audio = new FakeTrack("audio");
  readonly video = new FakeTrack("video");
  readonly added: { kind: string }[] = [];
  /** The tracks it began with. */
  readonly opened: readonly FakeTrack[];
  #tracks: FakeTrack[];
  constructor(kind?: "audio" | "video") {
    const both = [this.audio, this.video];
    this.opened = both.filter((track) => !kind || track.kind === kind);
    this.#tracks = [...this.opened];
  }
  addTrack(track: { kind: string }): void {
    this.added.push(track);
    if (track instanceof FakeTrack) this.#tracks.push(track);
  }
  removeTrack(track: FakeTrack): void {
    this.#tracks = this.#tracks.filter((other) => other !== track);
  }
  getTracks(): FakeTrack[] {
    return this.#tracks;
  }
  getAudioTracks(): FakeTrack[] {
    return [this.audio];
  }
  getVideoTracks(): FakeTrack[] {
    return [this.video];
  }
  /** Both devices go by themselves. */
  unplug(): void {
    this.audio.unplug();
    this.video.unplug();
  }
  /** The same object, as the real class. */
  get asStream(): MediaStream {
    return this as unknown as MediaStream;
  }
}
