/**
 * Stand-ins for what a check touches.
 *
 * @module
 */

import { FakeTimers } from "../fakes.ts";

/** A connection that gathers what the test hands out. */
export class FakeGathering {
  readonly config: RTCConfiguration;
  onicecandidate: ((event: { candidate: unknown }) => void) | null = null;
  onicecandidateerror: ((event: { errorCode: number }) => void) | null = null;
  isClosed = false;
  readonly #onBegin: (self: FakeGathering) => void;

  constructor(
    config: RTCConfiguration,
    onBegin: (self: FakeGathering) => void,
  ) {
    this.config = config;
    this.#onBegin = onBegin;
  }

  createDataChannel(): void {
    this.#onBegin(this);
  }

  createOffer(): Promise<unknown> {
    return Promise.resolve({ type: "offer", sdp: "" });
  }

  setLocalDescription(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.isClosed = true;
  }

  /** Gathers a candidate of a type. */
  gather(type: string): void {
    const candidate = `candidate:1 1 udp 1 192.0.2.1 5 typ ${type}`;
    this.onicecandidate?.({ candidate: { candidate } });
  }

  /** Gathers no more. */
  finish(): void {
    this.onicecandidate?.({ candidate: null });
  }

  /** A server answers with an error. */
  fail(errorCode: number): void {
    this.onicecandidateerror?.({ errorCode });
  }
}

/**
 * Probes whose connections the test drives: those that gather, not those that
 * are made to see whether a browser takes its servers.
 */
export function fakeProbes() {
  const connections: FakeGathering[] = [];
  const timers = new FakeTimers();
  return {
    connections,
    timers,
    signal: new AbortController().signal,
    createConnection: (config: RTCConfiguration) => {
      const begin = (begun: FakeGathering) => void connections.push(begun);
      return new FakeGathering(config, begin) as unknown as RTCPeerConnection;
    },
  };
}

/** A stream whose tracks say whether they were stopped. */
export function fakeStream(): MediaStream & { isStopped: boolean } {
  const stream = {
    isStopped: false,
    getTracks: () => [{ stop: () => void (stream.isStopped = true) }],
  };
  return stream as unknown as MediaStream & { isStopped: boolean };
}
