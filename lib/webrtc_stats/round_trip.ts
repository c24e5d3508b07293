/**
 * How long a packet takes to the other side and back.
 *
 * @module
 */

import type { PlainReport, PlainStats } from "./report.ts";
import { selectedPathOf } from "./selected_path.ts";
import { growthOf, ratioOf, type Step, stepsOf, sumOf } from "./steps.ts";

/** Milliseconds for which a measurement stands, while there is no newer one. */
export const RTT_FRESH_MS = 10_000;

/** A round trip, and where it was read. */
export interface RoundTrip {
  /** Milliseconds. */
  readonly rttMs: number;
  /** RTCP reports, or the STUN checks of the selected pair. */
  readonly source: "rtcp" | "stun";
  /** When it was measured, milliseconds. */
  readonly atMs: number;
}

/** What is known of round trips, each source by itself: they never mix. */
export interface RoundTrips {
  /** The newest by RTCP. */
  readonly rtcp: RoundTrip | null;
  /** The newest by STUN. */
  readonly stun: RoundTrip | null;
}

/** Nothing was measured yet. */
export const NO_ROUND_TRIPS: RoundTrips = { rtcp: null, stun: null };

/**
 * Takes note of what was measured in an interval: the mean of it, since a
 * single one may be some seconds old.
 *
 * @param last The report before; empty when there is none.
 */
export function noteRoundTrips(
  known: RoundTrips,
  last: PlainReport,
  report: PlainReport,
  nowMs: number,
): RoundTrips {
  const toTrip = (
    seconds: number | undefined,
    source: RoundTrip["source"],
  ): RoundTrip | null =>
    seconds === undefined
      ? null
      : { rttMs: seconds * 1_000, source, atMs: nowMs };
  return {
    rtcp: toTrip(rtcpSeconds(last, report), "rtcp") ?? known.rtcp,
    stun: toTrip(stunSeconds(last, report), "stun") ?? known.stun,
  };
}

/**
 * Gives the round trip: by RTCP, which goes the way of the media, before STUN.
 *
 * @returns `null` without a measurement of late.
 */
export function roundTripOf(
  { rtcp, stun }: RoundTrips,
  nowMs: number,
): RoundTrip | null {
  const isFresh = (trip: RoundTrip | null) =>
    trip !== null && nowMs - trip.atMs <= RTT_FRESH_MS;
  if (isFresh(rtcp)) return rtcp;
  return isFresh(stun) ? stun : null;
}

function rtcpSeconds(
  last: PlainReport,
  report: PlainReport,
): number | undefined {
  const steps = stepsOf("remote-inbound-rtp", last, report);
  const mean = meanOf(steps, "roundTripTimeMeasurements");
  if (mean !== undefined) return mean;
  // Browsers that do not add up tell the newest one alone.
  const newest = steps.filter(({ after }) =>
    after.roundTripTimeMeasurements === undefined
  ).map(({ after }) => after.roundTripTime);
  const known = newest.filter((seconds) => seconds !== undefined);
  return ratioOf(sumOf(known), known.length);
}

function stunSeconds(
  last: PlainReport,
  report: PlainReport,
): number | undefined {
  const pair = selectedPathOf<PlainStats>(report)?.pair;
  if (pair === undefined) return undefined;
  const steps = stepsOf("candidate-pair", last, [pair]);
  const mean = meanOf(steps, "responsesReceived");
  if (mean !== undefined) return mean;
  // It stays as it is between two checks, and says nothing new then.
  const before = steps[0]?.before.currentRoundTripTime;
  return pair.currentRoundTripTime === before
    ? undefined
    : pair.currentRoundTripTime;
}

function meanOf(
  steps: readonly Step[],
  counter: "roundTripTimeMeasurements" | "responsesReceived",
): number | undefined {
  let [total, count] = [0, 0];
  for (const step of steps) {
    const seconds = growthOf(step, "totalRoundTripTime");
    const measured = growthOf(step, counter);
    if (seconds === undefined || measured === undefined) continue;
    total += seconds;
    count += measured;
  }
  return ratioOf(total, count);
}
