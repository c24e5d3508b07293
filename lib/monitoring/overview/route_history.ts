/**
 * One route through time, as admins read it.
 *
 * @module
 */

import type { HistoryStep } from "./history.ts";
import type { EndpointReport } from "./http_report.ts";

/** Which route. */
export interface RouteName {
  /** Method, or `_OTHER`. */
  method: string;
  /** Route pattern, or one of the `__names__`. */
  route: string;
}

/** One period of a route; a missing field is unknown. */
export interface RoutePoint {
  /** Its start, Unix milliseconds. */
  at: number;
  /** Requests a second. */
  perSecond?: number;
  /** Bits a second of request bodies. */
  inBps?: number;
  /** Bits a second of response bodies. */
  outBps?: number;
  /** Requests answered with 4xx or 5xx, percent. */
  errorPct?: number;
  /** Median of the time to the last byte, milliseconds. */
  p50Ms?: number;
  /** 95th percentile of it, milliseconds. */
  p95Ms?: number;
  /** 99th percentile of it, milliseconds. */
  p99Ms?: number;
}

/** One route in a span of the past. */
export interface RouteHistory {
  /** Which route. */
  name: RouteName;
  /** Length of a period. */
  step: HistoryStep;
  /** What it covers, Unix milliseconds. */
  span: { fromMs: number; toMs: number };
  /** Everything together; `null`: there was no request. */
  total: EndpointReport | null;
  /** Its periods, oldest first, thinned. */
  points: readonly RoutePoint[];
  /** How many periods the points stand for. */
  sampleCount: number;
}
