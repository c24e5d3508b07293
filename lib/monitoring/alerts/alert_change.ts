/**
 * Which alerts changed lately, for those who show them.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import {
  getAlert,
  listCallConditions,
  listConditions,
  type StoredCondition,
} from "./alert_store.ts";
import { alertKeys } from "./keys.ts";

/**
 * Names the alerts that changed since a moment, and when each last did.
 *
 * @param fromMs Unix milliseconds; begin a little earlier than the last reading,
 * as clocks of instances differ.
 */
export async function changedAlerts(
  store: Store,
  fromMs: number,
): Promise<Map<string, number>> {
  const entries = store.list({
    start: alertKeys.changesFrom(fromMs),
    end: alertKeys.changesFrom(Infinity),
  });
  const changes = new Map<string, number>();
  for await (const { key } of entries) {
    changes.set(key[2] as string, key[1] as number);
  }
  return changes;
}

/** Listens for changes of alerts; see `Store.listen()`. */
export function listenForAlerts(
  store: Store,
  onChange: () => void,
): () => void {
  return store.listen(alertKeys.bell(), onChange);
}

/** Reads every open alert, those about calls too. */
export async function readOpenAlerts(store: Store): Promise<Alert[]> {
  const ids = [
    ...await openAlertIds(listConditions(store)),
    ...await openAlertIds(listCallConditions(store)),
  ];
  return await alertsOfIds(store, ids);
}

/** Names the alerts of those conditions that are open. */
export async function openAlertIds(
  conditions: AsyncIterable<StoredCondition>,
): Promise<string[]> {
  const ids: string[] = [];
  for await (const { state } of conditions) {
    if (state.phase === "open") ids.push(state.alertId);
  }
  return ids;
}

/** Alerts read at once. */
const ALERTS_AT_ONCE = 50;

/** Reads alerts by their ids; those that are gone meanwhile are left out. */
export async function alertsOfIds(
  store: Store,
  ids: readonly string[],
): Promise<Alert[]> {
  const alerts: Alert[] = [];
  for (let i = 0; i < ids.length; i += ALERTS_AT_ONCE) {
    const found = await Promise.all(
      ids.slice(i, i + ALERTS_AT_ONCE).map((id) => getAlert(store, id)),
    );
    for (const one of found) if (one !== null) alerts.push(one.alert);
  }
  return alerts;
}
