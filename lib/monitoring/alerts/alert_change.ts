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
  const alerts: Alert[] = [];
  for (const conditions of [listConditions(store), listCallConditions(store)]) {
    alerts.push(...await alertsOf(store, conditions));
  }
  return alerts;
}

/** Alerts read at once. */
const BATCH = 50;

/** Reads the alerts of those conditions that are open. */
export async function alertsOf(
  store: Store,
  conditions: AsyncIterable<StoredCondition>,
  limit = Infinity,
): Promise<Alert[]> {
  const ids: string[] = [];
  for await (const { state } of conditions) {
    if (ids.length >= limit) break;
    if (state.phase === "open") ids.push(state.alertId);
  }
  const alerts: Alert[] = [];
  for (let i = 0; i < ids.length; i += BATCH) {
    const found = await Promise.all(
      ids.slice(i, i + BATCH).map((id) => getAlert(store, id)),
    );
    for (const one of found) if (one !== null) alerts.push(one.alert);
  }
  return alerts;
}
