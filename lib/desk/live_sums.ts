/**
 * Sums over the calls under way.
 *
 * @module
 */

import type { QualityLevel } from "@/lib/protocol/call_stats.ts";
import { type Alert, worstFirst } from "@/lib/monitoring/overview/alert.ts";
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

/** Open alerts: about the site, and how many there are about single calls. */
export interface PartedAlerts {
  /** About the site or a route, the worst first. */
  ofSite: Alert[];
  /** About single calls, which the list of calls shows: a busy site has many. */
  ofCallsCount: number;
}

/** Parts what needs somebody from what one call went through. */
export function partAlerts(alerts: Iterable<Alert>): PartedAlerts {
  const all = [...alerts];
  const ofSite = all.filter(({ kind }) => !kind.startsWith("call-"))
    .sort(worstFirst);
  return { ofSite, ofCallsCount: all.length - ofSite.length };
}
