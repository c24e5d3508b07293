/**
 * Thins a series of points without losing a peak or closing a gap.
 *
 * Of every stretch of time the first point, the last one and the extremes are
 * kept: what a line chart of as many columns would show of all points (Jugel,
 * Jerzak, Hackenbroich, Markl: "M4", VLDB 2014, section 4). Taking every nth
 * point loses peaks, and so does LTTB.
 *
 * @module
 */

/** What a series is thinned by. */
export interface M4Options<T> {
  /** When a point is, in a unit that all of them share. */
  atOf(point: T): number;
  /**
   * What is drawn of a point, one function for each line; `undefined` and
   * `null` are unknown, which is a gap in that line.
   */
  valuesOf: readonly ((point: T) => number | null | undefined)[];
  /** Points in all; at least 2, and 3 more for each line. */
  maxPoints: number;
}

/**
 * Thins a series.
 *
 * Each stretch keeps its first and last point, for each line the points with
 * the least and the greatest value, and one where the line is unknown, so that
 * a gap stays one. Points are handed on as they are: none is made up.
 *
 * @param points In the order of time.
 * @returns The points themselves where they are few enough.
 * @throws {RangeError} When so few points cannot hold what has to be kept.
 *
 * @example A peak stays, however few points are left
 * ```ts
 * import { ok } from "node:assert/strict";
 * import { thinM4 } from "@/lib/monitoring/core/m4.ts";
 *
 * const points = Array.from({ length: 1000 }, (_, at) => ({
 *   at,
 *   rttMs: at === 500 ? 900 : 40,
 * }));
 * const thinned = thinM4(points, {
 *   atOf: ({ at }) => at,
 *   valuesOf: [({ rttMs }) => rttMs],
 *   maxPoints: 20,
 * });
 * ok(thinned.length <= 20);
 * ok(thinned.includes(points[500]!));
 * ```
 */
export function thinM4<T>(
  points: readonly T[],
  options: M4Options<T>,
): readonly T[] {
  const { maxPoints, valuesOf } = options;
  const leastPoints = 2 + 3 * valuesOf.length;
  if (!(maxPoints >= leastPoints)) {
    throw new RangeError(
      `Cannot thin to so few points as they must be >= ${leastPoints}: current value is ${maxPoints}`,
    );
  }
  if (points.length <= maxPoints) return points;
  // How many stretches fit depends on how many of their points coincide.
  for (let stretches = maxPoints;;) {
    const kept = keepOf(points, stretches, options);
    if (kept.length <= maxPoints) return kept;
    const fitting = Math.floor(stretches * maxPoints / kept.length);
    stretches = Math.max(1, Math.min(stretches - 1, fitting));
  }
}

const NONE = -1;

/** Positions of what is kept of one line in a stretch. */
class Line {
  min = NONE;
  max = NONE;
  unknown = NONE;
}

function keepOf<T>(
  points: readonly T[],
  stretchCount: number,
  { atOf, valuesOf }: M4Options<T>,
): T[] {
  const firstAt = atOf(points[0]!);
  const lengthPer = (atOf(points.at(-1)!) - firstAt) / stretchCount;
  const stretchOf = (i: number) =>
    lengthPer === 0 ? 0 : Math.min(
      stretchCount - 1,
      Math.floor((atOf(points[i]!) - firstAt) / lengthPer),
    );
  const kept = new Set<number>();
  for (let first = 0, next; first < points.length; first = next) {
    const number = stretchOf(first);
    next = first + 1;
    while (next < points.length && stretchOf(next) === number) next++;
    kept.add(first).add(next - 1);
    for (const valueOf of valuesOf) {
      const values = points.slice(first, next).map(valueOf);
      for (const place of Object.values(placesOf(values))) {
        if (place !== NONE) kept.add(first + place);
      }
    }
  }
  return [...kept].sort((a, b) => a - b).map((i) => points[i]!);
}

/** Finds what has to be kept of a line. */
function placesOf(values: readonly (number | null | undefined)[]): Line {
  const line = new Line();
  values.forEach((value, i) => {
    if (value === undefined || value === null) {
      if (line.unknown === NONE) line.unknown = i;
      return;
    }
    if (line.min === NONE || value < values[line.min]!) line.min = i;
    if (line.max === NONE || value > values[line.max]!) line.max = i;
  });
  return line;
}
