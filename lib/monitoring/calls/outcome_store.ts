/**
 * What closed records of calls add to the roll-up: one for each call, filed
 * under the moment it was closed, kept as long as beacons.
 *
 * @module
 */

import type { Mutation } from "@/lib/kv/write.ts";
import type { Store } from "@/lib/kv/store.ts";
import { dirtyMark } from "@/lib/monitoring/core/period_store.ts";
import type { Span } from "@/lib/monitoring/core/tiers.ts";
import type { PlainCallTally } from "./call_tally.ts";
import { kpiKeys } from "./keys.ts";
import { KPI_LIFE_MS } from "./kpi_store.ts";

/** What one past call adds. */
export interface CallOutcome {
  /** When its record was closed, Unix milliseconds. */
  closedAtMs: number;
  /** The call, added up. */
  tally: PlainCallTally;
}

/**
 * Writes that file the outcome of a call, and mark its period as dirty; part of
 * the commit that closes the record, so that each call counts once.
 */
export function outcomeMutations(
  pairId: string,
  outcome: CallOutcome,
): Mutation[] {
  const { closedAtMs } = outcome;
  return [
    {
      type: "set",
      key: kpiKeys.outcome(closedAtMs, pairId),
      value: outcome,
      expireInMs: KPI_LIFE_MS,
    },
    dirtyMark(kpiKeys, "5m", { atMs: closedAtMs, keepMs: KPI_LIFE_MS }),
  ];
}

/** Lists the outcomes filed within a span. */
export async function* listOutcomes(
  store: Store,
  { fromMs, toMs }: Span,
): AsyncGenerator<CallOutcome> {
  if (toMs <= fromMs) return;
  const entries = store.list<CallOutcome>({
    start: kpiKeys.outcomesFrom(fromMs),
    end: kpiKeys.outcomesFrom(toMs),
  }, { batchSize: 500 });
  for await (const { value } of entries) yield value;
}
