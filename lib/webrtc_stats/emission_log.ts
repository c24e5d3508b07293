/**
 * What the server knows of a call for sure, and from that what the next
 * emission holds: what changed since, or everything where that is not sure.
 *
 * @module
 */

import {
  type CallStats,
  deltaBetween,
  type StatsEmission,
} from "@/lib/protocol/call_stats.ts";

/** What was told in one call, and what came of it. */
export interface EmissionLog {
  /** Number of the next emission. */
  readonly nextSeq: number;
  /**
   * The state that the server has acknowledged. `null` before the first, while
   * an emission is under way and after one that failed: the server may or may
   * not have taken it, and may have forgotten what it had.
   */
  readonly acknowledged: CallStats | null;
}

/** Nothing was told yet. */
export const NEW_LOG: EmissionLog = { nextSeq: 0, acknowledged: null };

/** What an emission holds. */
export type EmissionContent = Pick<StatsEmission, "seq" | "full" | "metrics">;

/** Makes the next emission. */
export function nextEmission(
  { nextSeq: seq, acknowledged }: EmissionLog,
  stats: CallStats,
): { readonly log: EmissionLog; readonly content: EmissionContent } {
  const full = acknowledged === null;
  const metrics = full ? stats : deltaBetween(acknowledged, stats);
  return {
    content: { seq, full, metrics },
    log: { nextSeq: seq + 1, acknowledged: null },
  };
}
