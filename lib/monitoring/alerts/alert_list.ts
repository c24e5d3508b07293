/**
 * The alerts as an admin sees them.
 *
 * @module
 */

import { type Alert, worstFirst } from "@/lib/monitoring/overview/alert.ts";
import { alertsOfIds, openAlertIds } from "./alert_change.ts";
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

/** Alerts, and how many there are beside those listed. */
export interface AlertList {
  /** The open ones, worst first, then the closed ones, latest first. */
  alerts: Alert[];
  /** How many are open, listed or not. */
  openCount: number;
  /** Whether some that were asked for are not listed. */
  isTruncated: boolean;
}

/**
 * Lists alerts: all open ones about the site, a hundred of the open ones about
 * calls, and the latest hundred closed ones. Closed ones about single calls are
 * in the records of those calls.
 *
 * @param options `now` in Unix milliseconds; `isOpenOnly` leaves the closed out.
 */
export async function readAlerts(
  store: Store,
  { now, isOpenOnly }: { now: number; isOpenOnly: boolean },
): Promise<AlertList> {
  const ofSite = await openAlertIds(listConditions(store));
  const ofCalls = await openAlertIds(listCallConditions(store));
  const listed = [...ofSite, ...ofCalls.slice(0, MAX_OPEN_OF_CALLS)];
  const open = (await alertsOfIds(store, listed)).sort(worstFirst);
  const openCount = ofSite.length + ofCalls.length;
  const hasMoreOpen = openCount > listed.length;
  if (isOpenOnly) return { alerts: open, openCount, isTruncated: hasMoreOpen };
  const { closed, hasMore } = await latestClosed(store, now);
  return {
    alerts: [...open, ...closed],
    openCount,
    isTruncated: hasMoreOpen || hasMore,
  };
}

async function latestClosed(
  store: Store,
  now: number,
): Promise<{ closed: Alert[]; hasMore: boolean }> {
  const closed: Alert[] = [];
  const span = { fromMs: 0, toMs: now + 1, now };
  for await (const alert of listAlerts(store, span)) {
    if (alert.resolvedAt === null) continue;
    if (closed.length === RECENT_COUNT) return { closed, hasMore: true };
    closed.push(alert);
  }
  return { closed, hasMore: false };
}
