/**
 * How a renewal is told that there was no place in the queue to renew.
 *
 * @module
 */

/**
 * Header of the empty answer to a renewal that may miss: nothing was renewed.
 * An error would say the same, but browsers print every error, and a match that
 * comes just before a renewal is none.
 */
export const NO_PLACE_HEADER = "no-place";
