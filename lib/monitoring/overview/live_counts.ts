/**
 * How busy the site is, as admins read it.
 *
 * @module
 */

/** Who is there. */
export interface LiveCounts {
  /** Visitors waiting for a partner. */
  waitingCount: number;
  /** Calls under way. */
  callCount: number;
}
