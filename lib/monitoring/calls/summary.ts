/**
 * What an operator reads off the figures about calls. Percentiles and shares
 * are derived here, at the last moment, and never stored.
 *
 * @module
 */

import type { RtcFigures, RtcMeasure, Share } from "./aggregate.ts";

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

/** The figures of a period, ready to show; what is unknown is missing. */
export interface RtcSummary {
  /** Beacons received. */
  beaconCount: number;
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
  reasons: Record<string, number>;
  /** How many calls reached each step of the funnel. */
  steps: Record<string, number>;
}

/** Derives what is shown from the figures of a period. */
export function summariseRtc(figures: RtcFigures): RtcSummary {
  const measure = (name: RtcMeasure) => summariseMeasure(figures, name);
  return {
    beaconCount: figures.beaconCount,
    droppedFieldCount: figures.droppedFieldCount,
    matchMs: measure("matchMs"),
    ttfmMs: measure("ttfmMs"),
    setupMs: measure("setupMs"),
    reconnectMs: measure("reconnectMs"),
    iceTries: measure("iceTries"),
    iceCount: figures.share("ice").knownCount,
    ...named("iceSuccessPct", percentOf(figures.share("ice"))),
    pathCount: figures.share("relay").knownCount,
    ...named("relayPct", percentOf(figures.share("relay"))),
    ...named("turns443Pct", percentOf(figures.share("turns443"))),
    reasons: Object.fromEntries(figures.reasons),
    steps: Object.fromEntries(figures.steps),
  };
}

/** A share in percent; `undefined` when nothing is known. */
export function percentOf({ yesCount, knownCount }: Share): number | undefined {
  return knownCount === 0 ? undefined : 100 * yesCount / knownCount;
}

function summariseMeasure(
  figures: RtcFigures,
  name: RtcMeasure,
): MeasureSummary {
  const sketch = figures.sketch(name);
  return {
    count: sketch.count,
    ...named("min", sketch.min),
    ...named("p50", sketch.quantile(0.5)),
    ...named("p95", sketch.quantile(0.95)),
    ...named("p99", sketch.quantile(0.99)),
    ...named("max", sketch.max),
  };
}

/** A field that is only there when it is known. */
function named<K extends string>(
  name: K,
  value: number | undefined,
): { [P in K]?: number } {
  return value === undefined ? {} : { [name]: value } as { [P in K]: number };
}
