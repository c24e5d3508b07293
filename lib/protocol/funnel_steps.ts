/**
 * The steps of a call that both sides count.
 *
 * @module
 */

/** The steps of a call, in the order in which they normally come. */
export const FUNNEL_STEPS = [
  "matched",
  "offer",
  "answer",
  "local-candidate",
  "remote-candidate",
  "ice",
  "dtls",
  "first-packet",
  "first-frame",
] as const;

/** One step of a call. */
export type FunnelStep = typeof FUNNEL_STEPS[number];
