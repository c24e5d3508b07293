/**
 * Every Deno KV key of alerts. No other file spells one.
 *
 * | key                                  | value            | lives for          | written by     | read by         |
 * | ------------------------------------ | ---------------- | ------------------ | -------------- | --------------- |
 * | `["alert", alertId]`                 | `Alert`          | 90 d after its end | alert_store.ts | admins, export  |
 * | `["alert_condition", kind, subject]` | `ConditionState` | until it is clear  | alert_store.ts | alert_store.ts  |
 * | `["call_alert", pairId, alertId]`    | `Alert`          | 7 d after its end  | alert_store.ts | admins, export  |
 * | `["call_condition", pairId, kind]`   | `ConditionState` | until it is clear  | alert_store.ts | alert_store.ts  |
 * | `["alert_change", changedAt, id]`    | `1`              | 5 min              | alert_store.ts | alert_change.ts |
 * | `["alert_bell"]`                     | `1`              | 60 s               | alert_store.ts | alert_change.ts |
 * | `["alert_outbox", messageId]`        | `AlertMessage`   | until sent, 24 h   | outbox.ts      | outbox.ts       |
 *
 * An alert's id begins with the time it opened, so ids sort by age; that of an
 * alert about a call ends with the call. Those have keys of their own: there
 * may be a thousand at once, which readers of the others should not pass. What
 * expires carries `expiresAt` (Unix milliseconds), which readers check.
 *
 * @module
 */

/** Builders for the keys in the table above. */
export const alertKeys = {
  alert: (alertId: string): Deno.KvKey => ["alert", alertId],
  alerts: (): Deno.KvKey => ["alert"],
  condition: (kind: string, subject: string): Deno.KvKey => [
    "alert_condition",
    kind,
    subject,
  ],
  conditions: (): Deno.KvKey => ["alert_condition"],
  callAlert: (pairId: string, alertId: string): Deno.KvKey => [
    "call_alert",
    pairId,
    alertId,
  ],
  callAlertsOf: (pairId: string): Deno.KvKey => ["call_alert", pairId],
  callAlerts: (): Deno.KvKey => ["call_alert"],
  callCondition: (pairId: string, kind: string): Deno.KvKey => [
    "call_condition",
    pairId,
    kind,
  ],
  callConditionsOf: (pairId: string): Deno.KvKey => ["call_condition", pairId],
  callConditions: (): Deno.KvKey => ["call_condition"],
  change: (changedAt: number, alertId: string): Deno.KvKey => [
    "alert_change",
    changedAt,
    alertId,
  ],
  changesFrom: (changedAt: number): Deno.KvKey => ["alert_change", changedAt],
  bell: (): Deno.KvKey => ["alert_bell"],
  message: (messageId: string): Deno.KvKey => ["alert_outbox", messageId],
  messages: (): Deno.KvKey => ["alert_outbox"],
};

/** Base-36 digits of a moment in milliseconds, enough until the year 5188. */
const TIME_DIGITS = 9;

/** Text that sorts by time, from Unix milliseconds; 0 and less sort first. */
export function timeText(atMs: number): string {
  return Math.max(0, Math.trunc(atMs)).toString(36).padStart(TIME_DIGITS, "0");
}

/** How the kinds of conditions of single calls begin. */
const CALL_PREFIX = "call-";

/** Says whether a kind of condition is about one call. */
export function isAboutCall(kind: string): boolean {
  return kind.startsWith(CALL_PREFIX);
}

/** Characters of an id before the call. */
const LOT_DIGITS = 8;
const OWN_CHARS = TIME_DIGITS + 1 + LOT_DIGITS;

/**
 * Makes the id of an alert.
 *
 * @param openedAt When it opens, Unix milliseconds.
 * @param random Tells alerts of one millisecond apart, in [0, 1).
 * @param pairId The call it is about, if it is about one.
 */
export function makeAlertId(
  openedAt: number,
  random: () => number,
  pairId?: string,
): string {
  const lot = Math.floor(random() * 36 ** LOT_DIGITS).toString(36)
    .padStart(LOT_DIGITS, "0");
  const own = `${timeText(openedAt)}-${lot}`;
  return pairId === undefined ? own : `${own}-${pairId}`;
}

/** Where an alert is kept. */
export function keyOfAlert(alertId: string): Deno.KvKey {
  const pairId = alertId.slice(OWN_CHARS + 1);
  return pairId === ""
    ? alertKeys.alert(alertId)
    : alertKeys.callAlert(pairId, alertId);
}

/** Where the state of a condition is kept. */
export function keyOfCondition(kind: string, subject: string): Deno.KvKey {
  return isAboutCall(kind)
    ? alertKeys.callCondition(subject, kind)
    : alertKeys.condition(kind, subject);
}
