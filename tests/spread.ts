/**
 * Numbers for property tests.
 *
 * @module
 */

import fc from "fast-check";

/** Steps into which a range is cut. */
const STEPS = 1_000_000;

/**
 * Draws numbers that lie evenly between two, which are among them. Those of
 * `fc.double()` are drawn by their bits: from 0 to 600 nearly all are smaller
 * than a billionth, and never come near a threshold.
 */
export function spread(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: STEPS })
    .map((step) => step === STEPS ? max : min + (max - min) * step / STEPS);
}
