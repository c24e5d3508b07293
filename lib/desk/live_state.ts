/**
 * What the desk knows of calls under way: one pure function from what it knew
 * and the news to what it knows.
 *
 * @module
 */

import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import type {
  LiveCall,
  LiveSnapshot,
} from "@/lib/monitoring/overview/live_calls.ts";
import type { LiveCounts } from "@/lib/monitoring/overview/live_counts.ts";
import type { LiveNews } from "./live_news.ts";

/** What the desk knows. It is never changed, only replaced. */
export interface LiveState {
  /** Who waits and who talks; `null` before it was told. */
  readonly counts: LiveCounts | null;
  /** Calls by their id. */
  readonly calls: ReadonlyMap<string, LiveCall>;
  /** Open alerts by their id. */
  readonly alerts: ReadonlyMap<string, Alert>;
}

/** Nothing is known yet. */
export const NOTHING_KNOWN: LiveState = {
  counts: null,
  calls: new Map(),
  alerts: new Map(),
};

/** Begins with what the page was sent with. */
export function stateOf({ counts, calls, alerts }: LiveSnapshot): LiveState {
  return {
    counts,
    calls: new Map(calls.map((call) => [call.pairId, call])),
    alerts: new Map(alerts.map((alert) => [alert.id, alert])),
  };
}

/**
 * Adds news. Many at once cost one copy of the maps: at 500 calls a second one
 * by one would cost 500.
 *
 * @param state What was known.
 * @param news What came since, oldest first.
 */
export function withNews(
  state: LiveState,
  news: readonly LiveNews[],
): LiveState {
  // Whatever came before a snapshot is in it, or no longer true.
  const last = news.findLastIndex(({ name }) => name === "snapshot");
  const snapshot = news[last];
  const base = snapshot?.name === "snapshot" ? stateOf(snapshot.data) : state;
  const rest = news.slice(last + 1);
  if (rest.length === 0) return base;
  const calls = new Map(base.calls);
  const alerts = new Map(base.alerts);
  let { counts } = base;
  for (const one of rest) {
    if (one.name === "call") calls.set(one.data.pairId, one.data);
    else if (one.name === "gone") calls.delete(one.data.pairId);
    else if (one.name === "counts") counts = one.data;
    else if (one.name === "alert") takeAlert(one.data, alerts, calls);
  }
  return { counts, calls, alerts };
}

/** An alert comes at once, its call perhaps two seconds later. */
function takeAlert(
  alert: Alert,
  alerts: Map<string, Alert>,
  calls: Map<string, LiveCall>,
): void {
  const isOpen = alert.resolvedAt === null;
  if (isOpen) alerts.set(alert.id, alert);
  else alerts.delete(alert.id);
  const call = calls.get(alert.subject);
  if (call === undefined) return;
  const others = call.alerts.filter(({ id }) => id !== alert.id);
  calls.set(call.pairId, {
    ...call,
    alerts: isOpen ? [...others, alert] : others,
  });
}
