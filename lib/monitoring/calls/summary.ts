/**
 * What an operator reads off the figures about calls. Percentiles and shares
 * are derived here, at the last moment, and never stored.
 *
 * @module
 */

import type { RtcAggregate, RtcMeasure, Share } from "./aggregate.ts";
import type {
  MeasureSummary,
  RtcSummary,
} from "@/lib/monitoring/overview/rtc_summary.ts";

/** Derives what is shown from the figures of a period. */
export function summarizeRtc(figures: RtcAggregate): RtcSummary {
  const measure = (name: RtcMeasure) => summarizeMeasure(figures, name);
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

function summarizeMeasure(
  figures: RtcAggregate,
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
