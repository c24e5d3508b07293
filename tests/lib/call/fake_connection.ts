/**
 * A connection that only notes what is asked of it, with its channels.
 *
 * @module
 */

import { FakeTrack } from "./fake_media.ts";

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

  readonly #events = new EventTarget();

  addEventListener(type: string, listener: (event: Event) => void): void {
    this.#events.addEventListener(type, listener);
  }

  /** A relay answers with an error (RFC 8489 §14.8). */
  refuse(errorCode: number): void {
    const event = Object.assign(new Event("icecandidateerror"), { errorCode });
    this.#events.dispatchEvent(event);
  }

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
    const found = {
      candidate: candidate === null
        ? null
        : { candidate, toJSON: () => ({ candidate, sdpMid: "0" }) },
    };
    this.onicecandidate?.(found);
    const event = Object.assign(new Event("icecandidate"), found);
    this.#events.dispatchEvent(event);
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
