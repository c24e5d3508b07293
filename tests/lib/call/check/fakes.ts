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

  constructor(config: RTCConfiguration) {
    this.config = config;
  }

  createDataChannel(): void {}

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

/** Probes whose connections the test drives. */
export function fakeProbes() {
  const connections: FakeGathering[] = [];
  const timers = new FakeTimers();
  return {
    connections,
    timers,
    createConnection: (config: RTCConfiguration) => {
      const connection = new FakeGathering(config);
      connections.push(connection);
      return connection as unknown as RTCPeerConnection;
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
