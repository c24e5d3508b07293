/**
 * The series of a record: few points, packed by column.
 *
 * @module
 */

import type { CallPoint } from "@/lib/monitoring/overview/call_record.ts";
import { thinM4 } from "@/lib/monitoring/core/m4.ts";
import type { Sample } from "./replay.ts";

/** Points of one member in a record. */
const MAX_POINTS = 300;

/**
 * A page speaks at least every 10 s: after three such silences in a row nobody
 * knows what was in between, milliseconds.
 */
const GAP_MS = 30_000;

/** Fields of a point, besides its time. */
const COLUMNS = [
  "rttMs",
  "jitterMs",
  "lossShare",
  "upAudioBps",
  "upVideoBps",
  "downAudioBps",
  "downVideoBps",
  "downFps",
  "mos",
  "quality",
] as const satisfies readonly ColumnName[];

/** The columns whose peaks a chart shows. */
const LINES = [
  "rttMs",
  "jitterMs",
  "lossShare",
  "upVideoBps",
  "downVideoBps",
  "downFps",
  "mos",
] as const;

/** One value of a column; `null` is unknown. */
export type Cell = number | string | null;

/** A field of a point. */
export type ColumnName = Exclude<keyof CallPoint, "at">;

/** Points by column, as they are stored; `null` is unknown. */
export interface PackedSeries {
  /** When each point is, Unix milliseconds. */
  at: number[];
  /** What else each point has; a column without any value is left out. */
  columns: Partial<Record<ColumnName, Cell[]>>;
}

/**
 * Thins a member's samples to the points of a record. A silence is a point
 * without values, so that a chart's line breaks there.
 */
export function seriesOf(samples: readonly Sample[]): readonly CallPoint[] {
  const points: CallPoint[] = [];
  let lastAt = Infinity;
  for (const { at, stats } of samples) {
    if (at - lastAt > GAP_MS) points.push({ at: lastAt + 1 });
    points.push(toPoint(at, (name) => stats[name]));
    lastAt = at;
  }
  return thinM4(points, {
    atOf: ({ at }) => at,
    valuesOf: LINES.map((name) => (point: CallPoint) => point[name]),
    maxPoints: MAX_POINTS,
  });
}

/** Packs points: a row of 300 objects would be above the store's 64 KiB. */
export function packSeries(points: readonly CallPoint[]): PackedSeries {
  const columns: PackedSeries["columns"] = {};
  for (const name of COLUMNS) {
    const cells = points.map((point) => rounded(point[name]));
    if (cells.some((cell) => cell !== null)) columns[name] = cells;
  }
  return { at: points.map(({ at }) => at), columns };
}

/** Unpacks what {@linkcode packSeries} packed. */
export function unpackSeries({ at, columns }: PackedSeries): CallPoint[] {
  return at.map((moment, i) =>
    toPoint(moment, (name) => columns[name]?.[i] ?? undefined)
  );
}

function toPoint(
  at: number,
  valueOf: (name: ColumnName) => unknown,
): CallPoint {
  const point: Record<string, unknown> = { at };
  for (const name of COLUMNS) {
    const value = valueOf(name);
    if (value !== undefined) point[name] = value;
  }
  return point as unknown as CallPoint;
}

/** To four decimals, which is more than any of them is exact to. */
function rounded(value: Cell | undefined): Cell {
  if (typeof value !== "number") return value ?? null;
  return Math.round(value * 1e4) / 1e4;
}
