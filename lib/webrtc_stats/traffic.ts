/**
 * Whether anything comes through: a path may look well to the browser while
 * what we send is answered by nothing.
 *
 * @module
 */

import { type PathStats, selectedPathOf } from "./selected_path.ts";

/** Milliseconds of sending without receiving after which a call is stalled. */
export const STALLED_MS = 5_000;

/** Counters of one connection, since its beginning. */
export interface Traffic {
  /** Bytes of media and its reports that we sent. */
  readonly sentBytes: number;
  /** The same that we received. */
  readonly receivedBytes: number;
}

/** What was seen of the counters so far. */
export interface Flow {
  /** The last reading; `null` while there is none. */
  readonly last: Traffic | null;
  /** Since when we send and nothing comes, Unix ms; `null` when not. */
  readonly silentSinceMs: number | null;
}

/** Nothing was read yet. */
export const NO_FLOW: Flow = { last: null, silentSinceMs: null };

/**
 * Takes note of a reading. Where nothing is sent either, nothing is known: the
 * page may have been asleep.
 */
export function noteTraffic(flow: Flow, next: Traffic, nowMs: number): Flow {
  const { last, silentSinceMs } = flow;
  const hasReceived = last === null ||
    next.receivedBytes !== last.receivedBytes;
  const hasSent = last !== null && next.sentBytes > last.sentBytes;
  if (hasReceived) return { last: next, silentSinceMs: null };
  return {
    last: next,
    silentSinceMs: silentSinceMs ?? (hasSent ? nowMs : null),
  };
}

/** Says whether a call is stalled. */
export function isStalled({ silentSinceMs }: Flow, nowMs: number): boolean {
  return silentSinceMs !== null && nowMs - silentSinceMs >= STALLED_MS;
}

/** The counters of a statistics report. */
export interface CounterStats extends PathStats {
  /** Of a transport or a candidate pair. */
  readonly bytesSent?: number;
  /** Of a transport or a candidate pair. */
  readonly bytesReceived?: number;
}

/**
 * Reads the counters of the transport, reports of the receiver included: they
 * come from one who has camera and microphone off, too. Those of the selected
 * pair do where there is no transport.
 *
 * Source: W3C webrtc-stats, RTCTransportStats and RTCIceCandidatePairStats.
 *
 * @returns `null` where the browser does not count.
 */
export function trafficOf(report: Iterable<CounterStats>): Traffic | null {
  const all = [...report];
  const transport = all.find(({ type }) => type === "transport");
  const ofTransport = transport && countersOf(transport);
  const path = ofTransport ? null : selectedPathOf(all);
  return ofTransport ?? (path && countersOf(path.pair));
}

function countersOf(
  { bytesSent, bytesReceived }: CounterStats,
): Traffic | null {
  if (bytesSent === undefined || bytesReceived === undefined) return null;
  return { sentBytes: bytesSent, receivedBytes: bytesReceived };
}
