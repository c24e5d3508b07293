/**
 * Where the marks of a time axis stand.
 *
 * @module
 */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Steps that a clock or a calendar reads well, milliseconds. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR_MS),
  ...[1, 2, 3, 4, 7, 14, 28, 56, 91, 182, 364].map((count) => count * DAY_MS),
];

/** Two moments. */
export interface TimeSpan {
  /** The first, Unix milliseconds. */
  fromMs: number;
  /** The last, Unix milliseconds. */
  toMs: number;
}

/**
 * Says where the marks stand: on round times of the reader's clock.
 *
 * @param span What the axis shows.
 * @param most Most marks there is room for, 1 or more.
 * @param offsetMs How far the reader's clock is ahead of UTC, milliseconds.
 * @returns Unix milliseconds, ascending; none for an empty span.
 *
 * @example Half an hour from three minutes past
 * ```ts
 * import { deepEqual } from "node:assert/strict";
 * import { timeTicks } from "@/lib/desk/time_ticks.ts";
 *
 * const minute = 60_000;
 * const ticks = timeTicks({ fromMs: 3 * minute, toMs: 33 * minute }, 4, 0);
 * deepEqual(ticks.map((at) => at / minute), [10, 20, 30]);
 * ```
 */
export function timeTicks(
  { fromMs, toMs }: TimeSpan,
  most: number,
  offsetMs: number,
): number[] {
  if (!(toMs > fromMs)) return [];
  const stepMs = stepOf(toMs - fromMs, most);
  const ticks: number[] = [];
  let at = Math.ceil((fromMs + offsetMs) / stepMs) * stepMs - offsetMs;
  for (; at <= toMs; at += stepMs) ticks.push(at);
  return ticks;
}

/** Says whether marks a step apart are told by day, by minute or by second. */
export function tickDetail(
  ticks: readonly number[],
): "day" | "minute" | "time" {
  const stepMs = ticks.length < 2 ? 0 : ticks[1]! - ticks[0]!;
  if (stepMs >= DAY_MS) return "day";
  return stepMs >= MINUTE_MS ? "minute" : "time";
}

/** A span of n steps has up to n + 1 marks. */
function stepOf(spanMs: number, most: number): number {
  const atLeastMs = spanMs / Math.max(1, most - 1);
  return STEPS_MS.find((stepMs) => stepMs >= atLeastMs) ??
    Math.ceil(atLeastMs / DAY_MS) * DAY_MS;
}
