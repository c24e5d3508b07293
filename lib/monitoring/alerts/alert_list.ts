/**
 * The alerts as an admin sees them.
 *
 * @module
 */

import { type Alert, worstFirst } from "@/lib/monitoring/overview/alert.ts";
import { alertsOf } from "./alert_change.ts";
import {
  listAlerts,
  listCallConditions,
  listConditions,
} from "./alert_store.ts";
import type { Store } from "@/lib/kv/store.ts";

/** How many closed alerts a list shows. */
const RECENT_COUNT = 100;

/** How many open alerts about single calls it shows; the live view has all. */
const MAX_OPEN_OF_CALLS = 100;

/**
 * Lists alerts: the open ones, worst first, then the closed ones, latest first.
 * Closed ones about single calls are in the records of those calls.
 *
 * @param options `now` in Unix milliseconds; `isOpenOnly` leaves the closed out.
 */
export async function readAlerts(
  store: Store,
  { now, isOpenOnly }: { now: number; isOpenOnly: boolean },
): Promise<Alert[]> {
  const open = [
    ...await alertsOf(store, listConditions(store)),
    ...await alertsOf(store, listCallConditions(store), MAX_OPEN_OF_CALLS),
  ];
  open.sort(worstFirst);
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
