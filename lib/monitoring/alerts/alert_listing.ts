/**
 * Lists alerts, open and past, by when they opened.
 *
 * @module
 */

import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import type { Span } from "@/lib/monitoring/core/tiers.ts";
import type { Store } from "@/lib/kv/store.ts";
import { alertKeys, timeText } from "./keys.ts";

/** Alerts about calls read at once. */
const CALL_ALERTS_A_BATCH = 500;

/** Lists the alerts about one call, open and past, the oldest first. */
export async function listAlertsOfCall(
  store: Store,
  pairId: string,
  now: number,
): Promise<Alert[]> {
  const prefix = alertKeys.callAlertsOf(pairId);
  const entries = store.list<Alert>({ prefix });
  return (await Array.fromAsync(entries, ({ value }) => value))
    .filter((alert) => isKept(alert, now));
}

/**
 * Lists the alerts that opened within a span, the latest first; those about
 * single calls are not among them.
 *
 * @param range Span, and `now`: expired ones are left out; Unix milliseconds.
 */
export async function* listAlerts(
  store: Store,
  { fromMs, toMs, now }: Span & { now: number },
): AsyncGenerator<Alert> {
  if (toMs <= fromMs) return;
  const entries = store.list<Alert>({
    start: alertKeys.alert(timeText(fromMs)),
    end: alertKeys.alert(timeText(toMs)),
  }, { reverse: true });
  for await (const { value } of entries) {
    if (isKept(value, now)) yield value;
  }
}

/**
 * Lists the keys of alerts that closed before a moment.
 *
 * @param beforeMs The moment, Unix milliseconds.
 */
export async function* closedAlertKeys(
  store: Store,
  beforeMs: number,
): AsyncGenerator<Deno.KvKey> {
  const entries = store.list<Alert>({
    start: alertKeys.alert(timeText(0)),
    end: alertKeys.alert(timeText(beforeMs)),
  });
  for await (const { key, value: { resolvedAt } } of entries) {
    if (resolvedAt !== null && resolvedAt < beforeMs) yield key;
  }
}

/**
 * Lists the alerts about single calls that opened within a span, call by call,
 * the call that began first first. It passes all that are kept, a week of them.
 *
 * @param range Span, and `now`: expired ones are left out; Unix milliseconds.
 */
export async function* listCallAlerts(
  store: Store,
  { fromMs, toMs, now }: Span & { now: number },
): AsyncGenerator<Alert> {
  const entries = store.list<Alert>({ prefix: alertKeys.callAlerts() }, {
    batchSize: CALL_ALERTS_A_BATCH,
  });
  for await (const { value } of entries) {
    const { openedAt } = value;
    const isWithin = openedAt >= fromMs && openedAt < toMs;
    if (isWithin && isKept(value, now)) yield value;
  }
}

/** Readers check the time themselves: the store forgets late. */
function isKept({ expiresAt }: Alert, now: number): boolean {
  return expiresAt === null || expiresAt > now;
}
