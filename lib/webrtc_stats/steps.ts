/**
 * What changed in each stream from one report to the next.
 *
 * @module
 */

import type { NumberField, PlainReport, PlainStats } from "./report.ts";

/** One dictionary in two reports. */
export interface Step {
  /** As it was. */
  readonly before: PlainStats;
  /** As it is. */
  readonly after: PlainStats;
  /** Time in between by the browser's own stamps, seconds; above 0. */
  readonly seconds: number;
}

/**
 * Pairs the dictionaries of two reports. One that is new has no past to be
 * compared with, and one that was not read anew says nothing.
 *
 * @param type `RTCStatsType` of those that are wanted.
 */
export function stepsOf(
  type: string,
  last: PlainReport,
  report: PlainReport,
): Step[] {
  const steps: Step[] = [];
  for (const after of report) {
    if (after.type !== type) continue;
    const before = last.find(({ id }) => id === after.id);
    if (before === undefined || before.type !== type) continue;
    const seconds = (after.timestamp - before.timestamp) / 1_000;
    if (seconds > 0) steps.push({ before, after, seconds });
  }
  return steps;
}

/**
 * Tells how much a counter grew.
 *
 * @returns `undefined` where it is not told, or was set back: what came after
 * that is not known.
 */
export function growthOf(
  { before, after }: Pick<Step, "before" | "after">,
  field: NumberField,
): number | undefined {
  const [from, to] = [before[field], after[field]];
  if (from === undefined || to === undefined || to < from) return undefined;
  return to - from;
}

/**
 * Adds up what is known.
 *
 * @returns `undefined` when nothing is.
 */
export function sumOf(
  values: Iterable<number | undefined>,
): number | undefined {
  let sum: number | undefined;
  for (const value of values) {
    if (value !== undefined) sum = (sum ?? 0) + value;
  }
  return sum;
}

/**
 * Divides, where there is something to divide by.
 *
 * @returns `undefined` where there is not.
 */
export function ratioOf(
  part: number | undefined,
  whole: number | undefined,
): number | undefined {
  if (part === undefined || whole === undefined || whole <= 0) return undefined;
  return part / whole;
}
