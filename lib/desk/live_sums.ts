/**
 * Sums over the calls under way.
 *
 * @module
 */

import type { QualityLevel } from "@/lib/protocol/call_stats.ts";
import type { LiveCall } from "@/lib/monitoring/overview/live_calls.ts";
import { rowOf } from "./call_rows.ts";

/** How many calls are as good as this, by their worst member. */
export type QualityCounts = Record<QualityLevel | "unknown", number>;

/** Counts calls by the level of their worst member. */
export function countByQuality(calls: Iterable<LiveCall>): QualityCounts {
  const counts = { excellent: 0, good: 0, fair: 0, poor: 0, unknown: 0 };
  for (const call of calls) counts[rowOf(call).quality ?? "unknown"]++;
  return counts;
}
