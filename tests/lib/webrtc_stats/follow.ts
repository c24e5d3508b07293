/**
 * Reports measured one after another.
 *
 * @module
 */

import type { CallStats } from "@/lib/protocol/call_stats.ts";
import {
  measure,
  type Meter,
  NEW_METER,
  type Sample,
} from "@/lib/webrtc_stats/meter.ts";
import { toPlainReport } from "@/lib/webrtc_stats/report.ts";
import type { Reading, Shape } from "./reports.ts";

/** Measures reports of one browser, from `meter` on. */
export function follow(
  shape: Shape,
  readings: readonly Reading[],
  meter: Meter = NEW_METER,
  sample: Partial<Sample> = {},
): Meter {
  return readings.reduce(
    (meter, reading) => measure(meter, sampleOf(shape(reading), sample)),
    meter,
  );
}

/** Measures one report more. */
export function callStatsOf(
  meter: Meter,
  report: ReadonlyMap<string, unknown>,
): CallStats {
  return measure(meter, sampleOf(report)).stats;
}

/** Makes a sample of a report. */
export function sampleOf(
  report: ReadonlyMap<string, unknown>,
  sample: Partial<Sample> = {},
): Sample {
  return {
    connectionId: 1,
    report: toPlainReport(report),
    isHidden: false,
    page: { connection: "connected" },
    ...sample,
  };
}
