/**
 * The line of a small chart. It has a place for each second, newest last, and
 * a gap where nothing is known.
 *
 * @module
 */

/** Where a line runs. */
export interface SparklineBox {
  /** Places on the time line. */
  readonly seconds: number;
  /** Value at the top; the bottom is 0. */
  readonly top: number;
}

/** Width and height of the drawing, in its own units. */
export const WIDTH = 240;
/** Height of the drawing, in its own units. */
export const HEIGHT = 48;

/** Room for the width of the line at top and bottom. */
const MARGIN = 2;

/**
 * Draws a line as the `d` of an SVG path: every value is kept, so no peak is
 * lost, and a lone value is a dot.
 *
 * @param values Newest last; `undefined` is a gap.
 */
export function sparkline(
  values: readonly (number | undefined)[],
  { seconds, top }: SparklineBox,
): string {
  const first = seconds - values.length;
  const step = WIDTH / Math.max(1, seconds - 1);
  const height = HEIGHT - 2 * MARGIN;
  return values.map((value, i) => {
    if (value === undefined) return "";
    const x = round((first + i) * step);
    const share = top > 0 ? Math.min(1, value / top) : 0;
    const y = round(HEIGHT - MARGIN - share * height);
    const isDrawn = i > 0 && values[i - 1] !== undefined;
    return isDrawn ? `L${x} ${y}` : `M${x} ${y}h0`;
  }).join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
