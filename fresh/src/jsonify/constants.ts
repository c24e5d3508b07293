/**
 * Negative numbers that stand in place of an index for values without a slot.
 *
 * @module
 */

/** `undefined`. */
export const UNDEFINED = -1;
/** `null`. */
export const NULL = -2;
/** `NaN`. */
export const NAN = -3;
/** `Infinity`. */
export const INFINITY_POS = -4;
/** `-Infinity`. */
export const INFINITY_NEG = -5;
/** `-0`. */
export const ZERO_NEG = -6;
/** A hole in an array. */
export const HOLE = -7;
