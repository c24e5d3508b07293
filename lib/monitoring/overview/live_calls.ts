/**
 * Calls under way as admins see them: what `GET /api/monitoring/stream` sends,
 * event by event, each as JSON in the `data` of a server-sent event.
 *
 * - `snapshot` with a {@linkcode LiveSnapshot}, first on every connection;
 * - `call` with a {@linkcode LiveCall}, at most one every 2 s for a call: the
 *   whole call as it is now, which takes the place of what was known of it;
 * - `gone` with `{pairId}`: the call is over, or silent for 5 minutes;
 * - `alert` with an `Alert`, at once, when it opens, changes or closes;
 * - `counts` with {@linkcode LiveCounts}, when they change.
 *
 * A comment line every few seconds shows that the stream lives.
 *
 * @module
 */

import type { CallStats } from "@/lib/protocol/call_stats.ts";
import type { Alert } from "./alert.ts";
import type { LiveCounts } from "./live_counts.ts";

/** One member of a call under way. */
export interface LiveMember {
  /** Tells members of a call apart: `a` the caller, `b` the callee. */
  id: string;
  /** The latest state; a missing field is unknown. */
  stats: CallStats;
  /** Country the member gave, ISO 3166 alpha-2; `XX` is unknown. */
  country: string;
  /** When the state was last told, Unix milliseconds. */
  updatedAt: number;
}

/** One call under way. */
export interface LiveCall {
  /** The call. */
  pairId: string;
  /** When the two were matched, Unix milliseconds. */
  startedAt: number;
  /** Its members that have told of themselves. */
  members: LiveMember[];
  /** Open alerts about this call. */
  alerts: Alert[];
}

/** Everything that is live at one moment. */
export interface LiveSnapshot {
  /** When it was taken, Unix milliseconds. */
  at: number;
  /** Who waits and who talks. */
  counts: LiveCounts;
  /** Every call that somebody has told of within 5 minutes. */
  calls: LiveCall[];
  /** Every open alert, those about calls too. */
  alerts: Alert[];
}
