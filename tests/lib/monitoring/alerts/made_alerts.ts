/**
 * Alerts made for tests.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import { commitCondition } from "@/lib/monitoring/alerts/alert_store.ts";
import { timeText } from "@/lib/monitoring/alerts/keys.ts";
import type { Severity } from "@/lib/monitoring/overview/alert.ts";

/** The time they are made at, Unix milliseconds. */
export const NOW = 1_787_400_000_000;
const MINUTE_MS = 60_000;

/** Adds an alert that opened some minutes ago; named by its minute. */
export async function addAlert(
  store: Store,
  minutesAgo: number,
  { kind = "http-latency", severity = "low", isOpen = false }: {
    kind?: string;
    severity?: Severity;
    isOpen?: boolean;
  } = {},
): Promise<string> {
  const openedAt = NOW - minutesAgo * MINUTE_MS;
  const id = `${timeText(openedAt)}-${minutesAgo}`;
  const subject = String(minutesAgo);
  const resolvedAt = isOpen ? null : openedAt + 1;
  await commitCondition(store, {
    kind,
    subject,
    versionstamp: null,
    state: isOpen
      ? {
        phase: "open",
        alertId: id,
        recoveringSinceMs: null,
        seenAtMs: openedAt,
      }
      : null,
    alert: {
      versionstamp: null,
      after: {
        id,
        kind,
        subject,
        title: "Answers are slow",
        severity,
        unit: "ms",
        value: 1,
        worstValue: 2,
        threshold: 1,
        startedAt: openedAt,
        openedAt,
        updatedAt: openedAt,
        acknowledgedAt: null,
        resolvedAt,
        resolvedBecause: isOpen ? null : "recovered",
        expiresAt: null,
      },
    },
  }, NOW);
  return id;
}
