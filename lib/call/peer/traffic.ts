/**
 * Watches whether anything comes through in a call.
 *
 * @module
 */

import {
  isStalled,
  NO_FLOW,
  noteTraffic,
  type Traffic,
} from "@/lib/webrtc_stats/traffic.ts";
import { repeat } from "../repeat.ts";
import type { Timers } from "../timers.ts";

/** How often the counters are read, milliseconds. */
export const TRAFFIC_INTERVAL_MS = 1_000;

const RHYTHM = { firstMs: TRAFFIC_INTERVAL_MS, everyMs: TRAFFIC_INTERVAL_MS };

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
  return repeat(timers, RHYTHM, async (signal) => {
    // A connection that cannot be read is one that was just closed.
    const traffic = await read().catch(() => null);
    if (signal.aborted) return;
    const nowMs = timers.nowMs();
    flow = traffic === null ? NO_FLOW : noteTraffic(flow, traffic, nowMs);
    const isNow = isStalled(flow, nowMs);
    if (isNow !== wasStalled) onChange(isNow);
    wasStalled = isNow;
  });
}
