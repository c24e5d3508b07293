/**
 * Reads the past as a page shows it: thinned lines, totals, the month's cost.
 *
 * @module
 */

import { thinM4 } from "@/lib/monitoring/core/m4.ts";
import type { Span } from "@/lib/monitoring/core/tiers.ts";
import {
  type History,
  HISTORY_MEASURE_NAMES,
  type HistoryLine,
  type HistoryPoint,
  type HistoryRow,
  type HistorySpan,
} from "@/lib/monitoring/overview/history.ts";
import type { HistoryPlan } from "./history_query.ts";
import { readMonth } from "./month_cost.ts";
import { type HistorySource, readSpan } from "./read_span.ts";

/** Points of one line that reach a browser: more than its chart has columns. */
export const MAX_LINE_POINTS = 400;

/** Up to here periods are listed one by one: a year of days. */
const MAX_ROWS = 366;

/**
 * Reads what a plan asks for.
 *
 * @param source Where from.
 * @param plan What.
 */
export async function loadHistory(
  source: HistorySource,
  { step, span, against }: HistoryPlan,
): Promise<History> {
  const read = await readSpan(source, step, span);
  const other = against && await readSpan(source, step, against);
  return {
    step,
    span: toSpan(span, read),
    against: against && other && toSpan(against, other),
    rows: read.rows.length <= MAX_ROWS ? read.rows : [],
    month: await readMonth(source),
  };
}

function toSpan(
  span: Span,
  { rows, totals }: Awaited<ReturnType<typeof readSpan>>,
): HistorySpan {
  return { ...span, totals, lines: linesOf(rows) };
}

const THINNING = {
  atOf: ([atMs]: HistoryPoint) => atMs,
  valuesOf: [([, value]: HistoryPoint) => value],
  maxPoints: MAX_LINE_POINTS,
};

/** Makes a line of each measure that anything is known of. */
export function linesOf(
  rows: readonly HistoryRow[],
): HistorySpan["lines"] {
  const lines: [string, HistoryLine][] = [];
  for (const name of HISTORY_MEASURE_NAMES) {
    const points = rows.map(({ startAt, values }): HistoryPoint => [
      startAt,
      values[name] ?? null,
    ]);
    const sampleCount = points.filter(([, value]) => value !== null).length;
    if (sampleCount === 0) continue;
    lines.push([name, { points: thinM4(points, THINNING), sampleCount }]);
  }
  return Object.fromEntries(lines);
}
