/**
 * What is known about the calls of a period, as admins read it.
 *
 * @module
 */

import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import type { KpiReason } from "@/lib/protocol/kpi.ts";
import type { QualityLevel } from "@/lib/protocol/call_stats.ts";
import type { VerdictPlace } from "./call_record.ts";

/** One measure of a period; without values only the count. */
export interface MeasureSummary {
  /** Number of values. */
  count: number;
  /** Smallest value, in the measure's unit. */
  min?: number;
  /** Median, within 1 %. */
  p50?: number;
  /** 95th percentile, within 1 %. */
  p95?: number;
  /** 99th percentile, within 1 %. */
  p99?: number;
  /** Largest value. */
  max?: number;
}

/** A report on the calls of a period; what is unknown is missing. */
export interface RtcSummary {
  /** Beacons received and believed; all the rest is about these. */
  beaconCount: number;
  /** Beacons about calls that their senders were not known to be in. */
  unverifiedCount: number;
  /** Fields of them that were dropped as out of range. */
  droppedFieldCount: number;
  /** Time to a partner, milliseconds. */
  matchMs: MeasureSummary;
  /** Time from asking for a partner to the first remote frame, ms. */
  ttfmMs: MeasureSummary;
  /** The part of it after the match, milliseconds. */
  setupMs: MeasureSummary;
  /** Time to recover a broken path, milliseconds. */
  reconnectMs: MeasureSummary;
  /** Negotiations a call took, ICE restarts included. */
  iceTries: MeasureSummary;
  /** Ends of calls at which it is known whether a path was found. */
  iceCount: number;
  /** Of these, percent for which one was found. */
  iceSuccessPct?: number;
  /** Sides of calls whose kind of path is known. */
  pathCount: number;
  /** Of these, percent over a TURN relay. */
  relayPct?: number;
  /** Percent over a TURN relay by TLS on port 443. */
  turns443Pct?: number;
  /** How calls ended, by reason code. */
  reasons: Partial<Record<KpiReason, number>>;
  /** How many calls reached each step of the funnel. */
  steps: Partial<Record<FunnelStep, number>>;
  /** Past calls as their members' pages measured them. */
  calls: PastCallsSummary;
}

/** Past calls together; without any only zeros and empty lists. */
export interface PastCallsSummary {
  /** Calls that ended, and of which somebody told. */
  callCount: number;
  /** Round trip, milliseconds. */
  rttMs: MeasureSummary;
  /** Loss, percent. */
  lossPct: MeasureSummary;
  /** Percent of the time that calls were of each level. */
  qualityPct: Partial<Record<QualityLevel, number>>;
  /** Where calls had their trouble. */
  verdicts: Partial<Record<VerdictPlace, number>>;
  /** Bytes over relays because no direct path worked. */
  relayedNeededBytes: number;
  /** Bytes over relays that members asked for. */
  relayedChosenBytes: number;
}
