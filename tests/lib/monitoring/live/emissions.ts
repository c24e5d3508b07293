/**
 * Makers of stats emissions.
 *
 * @module
 */

import fc from "fast-check";
import {
  type CallStats,
  deltaBetween,
  QUALITY_LEVELS,
  type StatsEmission,
} from "@/lib/protocol/call_stats.ts";

/** States that a member may tell of; some fields come and go. */
export const states: fc.Arbitrary<CallStats> = fc.record({
  quality: fc.constantFrom(...QUALITY_LEVELS),
  rttMs: fc.integer({ min: 0, max: 900 }),
  lossShare: fc.constantFrom(0, 0.01, 0.2),
  bytesUp: fc.integer({ min: 0, max: 5 }),
}, { noNullPrototype: true, requiredKeys: [] });

/**
 * What one page emits for a row of states: the first one full, then deltas.
 *
 * @param startTs When it begins, by its clock, Unix milliseconds.
 */
export function pageOf(
  all: readonly CallStats[],
  startTs = 1_000,
): StatsEmission[] {
  return all.map((state, seq) => ({
    pairId: "p",
    seq,
    full: seq === 0,
    metrics: seq === 0 ? state : deltaBetween(all[seq - 1]!, state),
    ts: startTs + seq * 100,
  }));
}

/** One emission, full unless it is said to be a delta. */
export function emission(part: Partial<StatsEmission> = {}): StatsEmission {
  return { pairId: "p", seq: 0, full: true, metrics: {}, ts: 1_000, ...part };
}
