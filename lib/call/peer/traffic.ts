/**
 * Whether anything comes through: a path may look well to the browser while
 * what we send is answered by nothing.
 *
 * @module
 */

import type { Timers } from "../timers.ts";

/** Milliseconds of sending without receiving after which a call is stalled. */
export const STALLED_MS = 5_000;

/** How often the counters are read, milliseconds. */
const INTERVAL_MS = 1_000;

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
interface CounterStats {
  type?: string;
  bytesSent?: number;
  bytesReceived?: number;
}

/**
 * Reads the counters of the transport, reports of the receiver included: they
 * come from one who has camera and microphone off, too.
 *
 * Source: W3C webrtc-stats, RTCTransportStats.
 *
 * @returns `null` where the browser does not count.
 */
export function trafficOf(
  report: ReadonlyMap<string, unknown>,
): Traffic | null {
  for (const stats of report.values()) {
    const { type, bytesSent, bytesReceived } = stats as CounterStats;
    if (type !== "transport") continue;
    if (bytesSent === undefined || bytesReceived === undefined) return null;
    return { sentBytes: bytesSent, receivedBytes: bytesReceived };
  }
  return null;
}

/** What watching takes. */
export interface TrafficWatch {
  /** Reads the counters. */
  readonly read: () => Promise<Traffic | null>;
  /** Told when a call is stalled, and when it flows again. */
  readonly onChange: (isStalled: boolean) => void;
}

/**
 * Watches the traffic of a call.
 *
 * @returns Ends that.
 */
export function watchTraffic(
  timers: Timers,
  { read, onChange }: TrafficWatch,
): () => void {
  let flow = NO_FLOW;
  let wasStalled = false;
  let isOver = false;
  let cancel = timers.after(INTERVAL_MS, look);
  async function look(): Promise<void> {
    // A connection that cannot be read is one that was just closed.
    const traffic = await read().catch(() => null);
    if (isOver) return;
    const nowMs = timers.nowMs();
    flow = traffic === null ? NO_FLOW : noteTraffic(flow, traffic, nowMs);
    const isNow = isStalled(flow, nowMs);
    if (isNow !== wasStalled) onChange(isNow);
    wasStalled = isNow;
    cancel = timers.after(INTERVAL_MS, look);
  }
  return () => {
    isOver = true;
    cancel();
  };
}
