/**
 * What an operator reads off the metrics of calls. Percentiles and shares
 * are derived here, at the last moment, and never stored.
 *
 * @module
 */

import type { RtcAggregate, RtcMeasure, Share } from "./aggregate.ts";
import type { Sketch } from "@/lib/monitoring/core/sketch.ts";
import type { CallTally } from "./call_tally.ts";
import type {
  MeasureSummary,
  PastCallsSummary,
  RtcSummary,
} from "@/lib/monitoring/overview/rtc_summary.ts";

/** Derives what is shown from the aggregate of a period. */
export function summarizeRtc(aggregate: RtcAggregate): RtcSummary {
  const measure = (name: RtcMeasure) => summarizeSketch(aggregate.sketch(name));
  return {
    beaconCount: aggregate.beaconCount,
    unverifiedCount: aggregate.unverifiedCount,
    droppedFieldCount: aggregate.droppedFieldCount,
    matchMs: measure("matchMs"),
    ttfmMs: measure("ttfmMs"),
    setupMs: measure("setupMs"),
    reconnectMs: measure("reconnectMs"),
    iceTries: measure("iceTries"),
    iceCount: aggregate.share("ice").knownCount,
    ...named("iceSuccessPct", percentOf(aggregate.share("ice"))),
    pathCount: aggregate.share("relay").knownCount,
    ...named("relayPct", percentOf(aggregate.share("relay"))),
    ...named("turns443Pct", percentOf(aggregate.share("turns443"))),
    reasons: Object.fromEntries(aggregate.reasons),
    steps: Object.fromEntries(aggregate.steps),
    calls: summarizeCalls(aggregate.calls),
  };
}

/** Derives what is shown of past calls. */
export function summarizeCalls(calls: CallTally): PastCallsSummary {
  const { callCount, relayedNeededBytes, relayedChosenBytes } = calls;
  let knownMs = 0;
  for (const ms of calls.qualityMs.values()) knownMs += ms;
  return {
    callCount,
    rttMs: summarizeSketch(calls.rttMs),
    lossPct: summarizeSketch(calls.lossPct),
    qualityPct: Object.fromEntries(
      [...calls.qualityMs].map(([level, ms]) => [level, 100 * ms / knownMs]),
    ),
    verdicts: Object.fromEntries(calls.verdicts),
    relayedNeededBytes,
    relayedChosenBytes,
  };
}

/** A share in percent; `undefined` when nothing is known. */
export function percentOf({ yesCount, knownCount }: Share): number | undefined {
  return knownCount === 0 ? undefined : 100 * yesCount / knownCount;
}

function summarizeSketch(sketch: Sketch): MeasureSummary {
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
