/**
 * Makes the state of a call out of statistics reports, one after another. All
 * that is kept from one to the next is plain data, so the work can move from a
 * worker to the page and back without a loss.
 *
 * @module
 */

import type { CallStats } from "@/lib/protocol/call_stats.ts";
import { jitterMsOf, lossShareOf, lossUpShareOf } from "./loss.ts";
import { mediaRatesOf } from "./media_rates.ts";
import { mosOf } from "./mos.ts";
import { followQuality, NO_QUALITY, type ShownQuality } from "./quality.ts";
import { type PlainReport, takenAtMs } from "./report.ts";
import { type LooseStats, rounded } from "./rounded.ts";
import {
  NO_ROUND_TRIPS,
  noteRoundTrips,
  roundTripOf,
  type RoundTrips,
} from "./round_trip.ts";
import { pathKindOf, selectedPathOf } from "./selected_path.ts";
import { stepsOf } from "./steps.ts";
import { addTotals, type Totals } from "./totals.ts";
import {
  type Flow,
  isStalled,
  NO_FLOW,
  noteTraffic,
  trafficOf,
} from "./traffic.ts";

/** How often reports are taken, milliseconds. */
export const PERIOD_MS = 1_000;

/**
 * Time between two reports from which they are too far apart to speak of an
 * interval, milliseconds: the page was asleep, and what is averaged over its
 * sleep is true of no moment.
 */
export const GAP_MS: number = Math.max(5_000, 2 * PERIOD_MS);

/** What the page knows of the call without a report. */
export type PageFacts = Pick<
  CallStats,
  | "connection"
  | "restartCount"
  | "isRelayChosen"
  | "pageFps"
  | "device"
  | "browser"
>;

/** One report of a call. */
export interface Sample {
  /** Tells connections of a call apart: each counts from 0. */
  readonly connectionId: number;
  /** The report. */
  readonly report: PlainReport;
  /** Whether the page was hidden. */
  readonly isHidden: boolean;
  /** What the page knows besides. */
  readonly page: PageFacts;
}

/** What is known of a call after a sample. */
export interface Meter {
  /** The last sample; `null` before the first. */
  readonly last: Pick<Sample, "connectionId" | "report"> | null;
  /** What has added up. */
  readonly totals: Totals;
  /** Whether anything comes through. */
  readonly flow: Flow;
  /** What was measured of round trips. */
  readonly roundTrips: RoundTrips;
  /** The level that is shown. */
  readonly quality: ShownQuality;
  /** Whether the time before this sample is a gap, of which nothing is known. */
  readonly isAfterGap: boolean;
  /** The state of the call. */
  readonly stats: CallStats;
}

/** A call of which nothing is known yet. */
export const NEW_METER: Meter = {
  last: null,
  totals: {},
  flow: NO_FLOW,
  roundTrips: NO_ROUND_TRIPS,
  quality: NO_QUALITY,
  isAfterGap: false,
  stats: {},
};

/** Takes note of a sample. A report without a time is passed over. */
export function measure(meter: Meter, sample: Sample): Meter {
  const { report, connectionId, isHidden, page } = sample;
  const nowMs = takenAtMs(report);
  if (nowMs === undefined) {
    return { ...meter, stats: { ...meter.stats, ...page } };
  }
  const isSame = meter.last?.connectionId === connectionId;
  const last = isSame ? meter.last!.report : [];
  const isAfterGap = nowMs - (takenAtMs(last) ?? nowMs) > GAP_MS;
  const known = isSame && !isAfterGap ? meter : NEW_METER;
  // What is compared with: nothing across a gap, while sums go on.
  const base = isAfterGap ? [] : last;
  const traffic = trafficOf(report);
  const next = {
    last: { connectionId, report },
    totals: addTotals(meter.totals, last, report, isHidden),
    flow: traffic ? noteTraffic(known.flow, traffic, nowMs) : NO_FLOW,
    roundTrips: noteRoundTrips(known.roundTrips, base, report, nowMs),
    isAfterGap,
  };
  const figures = figuresOf(base, sample, next, nowMs);
  const quality = isAfterGap ? meter.quality : followQuality(meter.quality, {
    ...figures,
    lossShare: worseOf(figures.lossShare, figures.lossUpShare),
  }, nowMs);
  const stats = rounded({
    ...page,
    ...figures,
    ...next.totals,
    ...pathKindOf(selectedPathOf(report)),
    quality: quality.shown?.level,
    qualityReasons: quality.shown ? [...quality.shown.reasons] : undefined,
    mos: mosOfKnown(figures),
  });
  return { ...next, quality, stats };
}

/** The figures of the moment, and of the interval before it. */
function figuresOf(
  base: PlainReport,
  { report, isHidden }: Sample,
  { flow, roundTrips }: Pick<Meter, "flow" | "roundTrips">,
  nowMs: number,
) {
  const inbound = stepsOf("inbound-rtp", base, report);
  const outbound = stepsOf("outbound-rtp", base, report);
  const trip = roundTripOf(roundTrips, nowMs);
  return {
    rttMs: trip?.rttMs,
    rttSource: trip?.source,
    jitterMs: jitterMsOf(inbound),
    lossShare: lossShareOf(inbound),
    lossUpShare: lossUpShareOf(outbound, report, nowMs),
    isStalled: flow.last === null ? undefined : isStalled(flow, nowMs),
    ...mediaRatesOf({ inbound, outbound }),
    // A hidden page may draw nothing, which is nobody's fault.
    ...(isHidden && { downFps: undefined }),
  };
}

/** An estimate from a part of it would be too good. */
function mosOfKnown(
  { rttMs, jitterMs, lossShare, isStalled }: LooseStats,
): number | undefined {
  if (isStalled) return 1;
  if (rttMs === undefined || jitterMs === undefined) return undefined;
  return lossShare === undefined
    ? undefined
    : mosOf({ rttMs, jitterMs, lossShare });
}

function worseOf(
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.max(a, b);
}
