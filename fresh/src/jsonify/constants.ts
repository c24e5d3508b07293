/**
 * What stands in place of an index for values without a slot.
 *
 * @module
 */

/** Values by number: the first is written as -1, the next as -2, and so on. */
export const CONSTANTS = [undefined, null, NaN, Infinity, -Infinity, -0];

/** A hole in an array. */
export const HOLE = -7;
