/**
 * Time as a parameter.
 *
 * @module
 */

/** Tells the time in Unix milliseconds; tests pass one they move by hand. */
export type Clock = () => number;
