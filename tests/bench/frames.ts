/**
 * Frames as the browser's own tracing tells of them.
 *
 * @module
 */

import { quantile } from "./load_result.ts";

/** One event of a trace, as far as it is read. */
interface TraceEvent {
  name: string;
  ts: number;
}

/** What a trace says of a stretch of time. */
export interface FrameFigures {
  /** Frames drawn. */
  drawnCount: number;
  /** Frames that the browser meant to draw and did not. */
  droppedCount: number;
  /** Frames drawn in a second. */
  perSecond: number;
  /** 95th percentile of the time between two frames, milliseconds. */
  p95Ms: number;
  /** Longest time between two frames, milliseconds. */
  longestMs: number;
  /** Tasks of the page's thread longer than 50 ms. */
  longTaskCount: number;
}

/** What has to be traced. */
export const FRAME_CATEGORIES = [
  "devtools.timeline",
  "disabled-by-default-devtools.timeline.frame",
  "toplevel",
];

const LONG_TASK_US = 50_000;

/**
 * Reads a trace in Chromium's JSON format.
 *
 * @param trace What tracing gave.
 */
export function framesOf(trace: string): FrameFigures {
  const { traceEvents } = JSON.parse(trace) as {
    traceEvents: (TraceEvent & { dur?: number })[];
  };
  const named = (name: string) =>
    traceEvents.filter((event) => event.name === name);
  const drawn = named("DrawFrame").map(({ ts }) => ts).sort((a, b) => a - b);
  const stepsMs = drawn.slice(1).map((ts, i) => (ts - drawn[i]!) / 1_000);
  const lengthMs = stepsMs.reduce((sum, ms) => sum + ms, 0);
  return {
    drawnCount: drawn.length,
    droppedCount: named("DroppedFrame").length,
    perSecond: 1_000 * stepsMs.length / lengthMs,
    p95Ms: quantile(stepsMs.toSorted((a, b) => a - b), 0.95),
    longestMs: stepsMs.reduce((a, b) => Math.max(a, b), 0),
    longTaskCount: named("RunTask")
      .filter(({ dur = 0 }) => dur > LONG_TASK_US).length,
  };
}
