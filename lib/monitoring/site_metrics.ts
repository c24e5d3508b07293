/**
 * How busy the site is, for Prometheus.
 *
 * @module
 */

import { countLive } from "./live_counts.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { MetricFamily } from "@/lib/monitoring/core/exposition.ts";
import { gauge } from "@/lib/monitoring/core/exposition.ts";

/** Lists how many people wait and how many calls there are, on all instances. */
export async function siteFamilies(store: Store): Promise<MetricFamily[]> {
  const { waitingCount, callCount } = await countLive(store);
  return [
    gauge(
      "parley_queue_length",
      "Visitors waiting for a partner.",
      waitingCount,
    ),
    gauge("parley_live_calls", "Calls under way.", callCount),
  ];
}
