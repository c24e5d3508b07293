/**
 * The alerts as an admin sees them.
 *
 * @module
 */

import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import { getAlert, listAlerts, listConditions } from "./alert_store.ts";
import type { Store } from "@/lib/kv/store.ts";
import { compareSeverity } from "./rule.ts";

/** How many closed alerts a list shows. */
const RECENT_COUNT = 100;

/**
 * Lists alerts: the open ones, worst first, then the closed ones, latest first.
 *
 * @param options `now` in Unix milliseconds; `isOpenOnly` leaves the closed out.
 */
export async function readAlerts(
  store: Store,
  { now, isOpenOnly }: { now: number; isOpenOnly: boolean },
): Promise<Alert[]> {
  const open: Alert[] = [];
  for await (const { state } of listConditions(store)) {
    if (state.phase !== "open") continue;
    const found = await getAlert(store, state.alertId);
    if (found) open.push(found.alert);
  }
  open.sort((a, b) =>
    compareSeverity(a.severity, b.severity) || b.openedAt - a.openedAt
  );
  if (isOpenOnly) return open;
  const closed: Alert[] = [];
  for await (
    const alert of listAlerts(store, { fromMs: 0, toMs: now + 1, now })
  ) {
    if (alert.resolvedAt !== null) closed.push(alert);
    if (closed.length === RECENT_COUNT) break;
  }
  return [...open, ...closed];
}
