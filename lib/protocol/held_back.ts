/**
 * What the answer to a question for a partner says besides "not yet".
 *
 * @module
 */

/**
 * Header of the empty answer to `matchmake`: nobody waits who fits but somebody
 * whom the visitor just met, and who is tried again in so many milliseconds.
 */
export const HELD_BACK_HEADER = "held-back-ms";
