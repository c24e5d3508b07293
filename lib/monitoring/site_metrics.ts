/**
 * How busy the site is, for Prometheus.
 *
 * @module
 */

import { countLive } from "./live_counts.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { MetricFamily } from "@/lib/monitoring/core/exposition.ts";
import { counter, gauge } from "@/lib/monitoring/core/exposition.ts";

/**
 * Lists how many people wait and how many calls there are, on all instances,
 * and what this process asked of the store.
 */
export async function siteFamilies(store: Store): Promise<MetricFamily[]> {
  const { waitingCount, callCount } = await countLive(store);
  return [
    gauge(
      "parley_queue_length",
      "Visitors waiting for a partner.",
      waitingCount,
    ),
    gauge("parley_live_calls", "Calls under way.", callCount),
    counter(
      "parley_store_writes_total",
      "Writes asked for; a commit carries many.",
      store.stats.writes,
    ),
    counter(
      "parley_store_commits_total",
      "Commits sent to the store.",
      store.stats.commits,
    ),
    counter(
      "parley_store_refused_commits_total",
      "Commits that the store refused because a check failed.",
      store.stats.refusedCommits,
    ),
    counter(
      "parley_store_lost_writes_total",
      "Writes that came to nothing because one of their checks failed.",
      store.stats.lostWrites,
    ),
  ];
}

/** Tells how often a provider of relays gave no credentials when asked. */
export function turnFailures(failureCount: number): MetricFamily {
  return counter(
    "parley_turn_failures_total",
    "Requests for relay credentials that failed.",
    failureCount,
  );
}
