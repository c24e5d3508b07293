/**
 * The course of a figure as a line without axes; the figure beside it says what
 * it means.
 *
 * @module
 */

/** A moment (Unix milliseconds) and a value, 0 or more; `null` is a gap. */
export type TrendPoint = readonly [atMs: number, value: number | null];

/** What the line shows. */
export interface TrendProps {
  /** Its points, oldest first, gaps included: they span the whole width. */
  points: readonly TrendPoint[];
  /** How far apart points are, milliseconds. */
  stepMs: number;
}

const WIDTH = 300;
const HEIGHT = 40;
const MARGIN = 2;

/**
 * Draws the line as an SVG path in a box of 300 × 40, its top at the largest
 * value and its bottom at 0. A value between two gaps is a dash as long as its
 * span of time, so that it is seen and not taken for a line. One value is no
 * trend, and nothing is drawn of it.
 */
export function trendPath({ points, stepMs }: TrendProps): string {
  if (points.filter(([, value]) => value !== null).length < 2) return "";
  const firstMs = points[0]?.[0] ?? 0;
  const spanMs = Math.max(1, (points.at(-1)?.[0] ?? 0) + stepMs - firstMs);
  const values = points.map(([, value]) => value ?? 0);
  const top = values.reduce((a, b) => Math.max(a, b), 1e-9);
  const xOf = (at: number) => WIDTH * (at - firstMs) / spanMs;
  let isJoined = false;
  return points.map(([at, value], i) => {
    if (value === null) {
      isJoined = false;
      return "";
    }
    const isLone = !isJoined && (points[i + 1]?.[1] ?? null) === null;
    const y = HEIGHT - MARGIN - (value / top) * (HEIGHT - 2 * MARGIN);
    const move = isJoined ? "L" : "M";
    isJoined = true;
    const x = xOf(at + (isLone ? 0 : stepMs / 2));
    const dash = isLone ? `H${xOf(at + stepMs).toFixed(1)}` : "";
    return `${move}${x.toFixed(1)} ${y.toFixed(1)}${dash}`;
  }).join("");
}

/** The line. */
export function Trend(props: TrendProps) {
  return (
    <svg
      class="trend"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={trendPath(props)} />
    </svg>
  );
}
