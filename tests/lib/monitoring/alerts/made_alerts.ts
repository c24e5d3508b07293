/**
 * Alerts made for tests.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import { commitCondition } from "@/lib/monitoring/alerts/alert_store.ts";
import { isAboutCall, makeAlertId } from "@/lib/monitoring/alerts/keys.ts";
import type { Severity } from "@/lib/monitoring/overview/alert.ts";

/** The time they are made at, Unix milliseconds. */
export const NOW = 1_787_400_000_000;
const MINUTE_MS = 60_000;

/** What an alert is made of. */
export interface MadeAlert {
  /** When it opened, Unix milliseconds. */
  at: number;
  /** The condition. Default `http-latency`. */
  kind?: string;
  /** How bad it is. Default `low`. */
  severity?: Severity;
  /** Whether it is open. */
  isOpen?: boolean;
  /** When it is to be gone, Unix milliseconds. Default never. */
  expiresAt?: number;
  /** What it is about. */
  subject: string;
}

/** Adds an alert; gives its id. */
export async function addAlert(
  store: Store,
  {
    at,
    kind = "http-latency",
    severity = "low",
    isOpen = false,
    expiresAt,
    subject,
  }: MadeAlert,
): Promise<string> {
  const pairId = isAboutCall(kind) ? subject : undefined;
  const id = makeAlertId(at, () => at % 97 / 97, pairId);
  const resolvedAt = isOpen ? null : at + 20 * MINUTE_MS;
  await commitCondition(store, {
    kind,
    subject,
    versionstamp: null,
    state: isOpen
      ? { phase: "open", alertId: id, recoveringSinceMs: null, seenAtMs: at }
      : null,
    alert: {
      versionstamp: null,
      after: {
        id,
        kind,
        subject,
        title: "Answers are slow (95th percentile)",
        severity,
        unit: "ms",
        value: 1_240,
        worstValue: 2_310,
        threshold: 1_000,
        startedAt: at - 2 * MINUTE_MS,
        openedAt: at,
        updatedAt: at,
        acknowledgedAt: null,
        resolvedAt,
        resolvedBecause: isOpen ? null : "recovered",
        expiresAt: expiresAt ?? null,
      },
    },
  }, at);
  return id;
}

/** Adds an alert that opened some minutes before {@link NOW}, and says so. */
export async function addAlertOf(
  store: Store,
  minutesAgo: number,
  parts: Omit<MadeAlert, "at" | "subject"> = {},
): Promise<string> {
  const at = NOW - minutesAgo * MINUTE_MS;
  return await addAlert(store, { ...parts, at, subject: String(minutesAgo) });
}
