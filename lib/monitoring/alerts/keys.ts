/**
 * Every Deno KV key of alerts. No other file spells one.
 *
 * | key                                  | value            | lives for          | written by     | read by        |
 * | ------------------------------------ | ---------------- | ------------------ | -------------- | -------------- |
 * | `["alert", alertId]`                 | `Alert`          | 90 d after its end | alert_store.ts | admins, export |
 * | `["alert_condition", kind, subject]` | `ConditionState` | until it is clear  | alert_store.ts | alert_store.ts |
 * | `["alert_changed"]`                  | alertId          | for ever           | alert_store.ts | `kv.watch`     |
 * | `["alert_outbox", messageId]`        | `AlertMessage`   | until sent, 24 h   | outbox.ts      | outbox.ts      |
 *
 * An alert's id begins with the time it opened, so ids sort by age. What
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
  changed: (): Deno.KvKey => ["alert_changed"],
  message: (messageId: string): Deno.KvKey => ["alert_outbox", messageId],
  messages: (): Deno.KvKey => ["alert_outbox"],
};

/** Base-36 digits of a moment in milliseconds, enough until the year 5188. */
const TIME_DIGITS = 9;

/** Text that sorts by time, from Unix milliseconds; 0 and less sort first. */
export function timeText(atMs: number): string {
  return Math.max(0, Math.trunc(atMs)).toString(36).padStart(TIME_DIGITS, "0");
}

/**
 * Makes the id of an alert.
 *
 * @param openedAt When it opens, Unix milliseconds.
 * @param random Tells alerts of one millisecond apart, in [0, 1).
 */
export function makeAlertId(openedAt: number, random: () => number): string {
  const lot = Math.floor(random() * 36 ** 8).toString(36).padStart(8, "0");
  return `${timeText(openedAt)}-${lot}`;
}
