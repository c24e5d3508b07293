/**
 * How busy the site is, for Prometheus.
 *
 * @module
 */

import { keys } from "@/lib/kv/keys.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { MetricFamily } from "./exposition.ts";
import { gauge } from "./http_metrics.ts";

/** Lists how many people wait and how many calls there are, on all instances. */
export async function siteFamilies(store: Store): Promise<MetricFamily[]> {
  const [waiting, calls] = await Promise.all([
    store.count(keys.waitingCount()),
    store.count(keys.pairCount()),
  ]);
  return [
    gauge("parley_queue_length", "Visitors waiting for a partner.", waiting),
    gauge("parley_live_calls", "Calls under way.", calls),
  ];
}
