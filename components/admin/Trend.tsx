/**
 * A line of the last minutes behind a figure.
 *
 * @module
 */

/** One point of a line. */
export interface TrendPoint {
  /** When, Unix milliseconds. */
  atMs: number;
  /** What was measured, 0 or more. */
  value: number;
}

/** What the line shows. */
export interface TrendProps {
  /** Its points, oldest first; the last one is at the right end. */
  points: readonly TrendPoint[];
  /** How far back it goes, milliseconds. */
  spanMs: number;
}

const WIDTH = 300;
const HEIGHT = 40;
const MARGIN = 2;
/** Points further apart than this are not joined: a gap stays a gap. */
const LONGEST_STEP_MS = 7_000;

/**
 * Draws the line as an SVG path in a box of 300 × 40, its top at the largest
 * value and its bottom at 0.
 */
export function trendPath({ points, spanMs }: TrendProps): string {
  const lastMs = points.at(-1)?.atMs ?? 0;
  const top = Math.max(1e-9, ...points.map(({ value }) => value));
  return points.map(({ atMs, value }, i) => {
    const before = points[i - 1];
    const isJoined = before !== undefined &&
      atMs - before.atMs <= LONGEST_STEP_MS;
    const x = WIDTH * (1 - (lastMs - atMs) / spanMs);
    const y = HEIGHT - MARGIN - (value / top) * (HEIGHT - 2 * MARGIN);
    return `${isJoined ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
  }).join("");
}

/** A line without axes; the figure beside it says what it means. */
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
