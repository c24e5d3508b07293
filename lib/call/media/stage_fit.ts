/**
 * How a picture sits on a stage of another shape.
 *
 * @module
 */

/** Width and height, in pixels. */
export interface Size {
  /** Width. */
  readonly width: number;
  /** Height. */
  readonly height: number;
}

/** It fills the stage, or is much wider or taller; the style sheet cuts it. */
export type Fit = "fill" | "wide" | "tall";

/** Ratio of the two shapes above which filling would cut off too much. */
const MAX_STRETCH = 1.9;

/**
 * Picks how a picture sits on a stage.
 *
 * @returns `fill` also while one of the two has no size yet.
 */
export function fitOf(picture: Size, stage: Size): Fit {
  const stretch = (picture.width * stage.height) /
    (picture.height * stage.width);
  if (!Number.isFinite(stretch) || stretch === 0) return "fill";
  if (stretch > MAX_STRETCH) return "wide";
  return stretch < 1 / MAX_STRETCH ? "tall" : "fill";
}
