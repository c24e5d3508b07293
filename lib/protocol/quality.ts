/**
 * How good a call is, in words that both sides of the wire share. It is apart
 * from the schema of call statistics, so that who computes them needs no parser.
 *
 * @module
 */

/** The four levels of DESIGN.md §3, best first. */
export const QUALITY_LEVELS = ["excellent", "good", "fair", "poor"] as const;

/** How good a call is for one member. */
export type QualityLevel = typeof QUALITY_LEVELS[number];

/** What keeps a call from a better level. */
export const QUALITY_REASONS = ["rtt", "loss", "jitter", "stalled"] as const;

/** One thing that keeps a call from a better level. */
export type QualityReason = typeof QUALITY_REASONS[number];
