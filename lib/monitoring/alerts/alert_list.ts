/**
 * The alerts as an admin sees them.
 *
 * @module
 */

import {
  type Alert,
  SEVERITIES,
  worstFirst,
} from "@/lib/monitoring/overview/alert.ts";
import type { Store } from "@/lib/kv/store.ts";
import { alertsOfIds, openAlertIds } from "./alert_change.ts";
import { listAlerts } from "./alert_listing.ts";
import {
  listCallConditions,
  listConditions,
  type StoredCondition,
} from "./alert_store.ts";
import { CALL_RULES, type CallAlertKind } from "./call_conditions.ts";

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
 * Lists alerts: all open ones about the site, of the open ones about calls the
 * hundred that are worst, and the latest hundred closed ones. Closed ones about
 * single calls are in the records of those calls.
 *
 * @param options `now` in Unix milliseconds; `isOpenOnly` leaves the closed out.
 */
export async function readAlerts(
  store: Store,
  { now, isOpenOnly }: { now: number; isOpenOnly: boolean },
): Promise<AlertList> {
  const ofSite = await openAlertIds(listConditions(store));
  const ofCalls = await worstOfCalls(store);
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

/**
 * Names the open alerts about calls, worst first, of equals the latest first.
 * Their conditions tell as much: a rule about calls has one severity, and an
 * alert's id begins with the time it opened. So thousands need not be read.
 */
async function worstOfCalls(store: Store): Promise<string[]> {
  const open: { alertId: string; rank: number }[] = [];
  for await (const { kind, state } of listCallConditions(store)) {
    if (state.phase !== "open") continue;
    open.push({ alertId: state.alertId, rank: rankOf(kind) });
  }
  return open
    .sort((a, b) => b.rank - a.rank || (a.alertId < b.alertId ? 1 : -1))
    .map(({ alertId }) => alertId);
}

/** How bad; of a kind that is no more, the least. */
function rankOf(kind: StoredCondition["kind"]): number {
  const rule = CALL_RULES[kind as CallAlertKind];
  return rule === undefined ? -1 : SEVERITIES.indexOf(rule.severity);
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
