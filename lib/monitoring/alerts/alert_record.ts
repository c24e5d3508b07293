/**
 * An alert's record through its life.
 *
 * @module
 */

import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import { expiryOfClosed } from "./alert_store.ts";
import type { Change } from "./engine.ts";
import { isBeyond, type Rule, worse } from "./rule.ts";

/** What an alert is about. */
export interface AlertContext {
  /** Thresholds of the condition. */
  rule: Rule;
  /** What was measured. */
  subject: string;
  /** When, Unix milliseconds. */
  now: number;
}

/** Makes the record of an alert that opens. */
export function openAlert(
  { alertId, value, severity, sinceMs }: Extract<Change, { type: "raise" }>,
  { rule, subject, now }: AlertContext,
): Alert {
  return {
    id: alertId,
    kind: rule.kind,
    subject,
    title: rule.title,
    severity,
    unit: rule.unit,
    value,
    worstValue: value,
    threshold: rule.raiseAt,
    startedAt: sinceMs,
    openedAt: now,
    updatedAt: now,
    acknowledgedAt: null,
    resolvedAt: null,
    resolvedBecause: null,
    expiresAt: null,
  };
}

/** The record of an open alert after another measurement. */
export function changeAlert(
  alert: Alert,
  change: Extract<Change, { type: "update" | "resolve" }>,
  { rule, now }: AlertContext,
): Alert {
  const { value = alert.value } = change;
  const isWorst = isBeyond(rule, value, alert.worstValue);
  const measured = {
    ...alert,
    value,
    worstValue: isWorst ? value : alert.worstValue,
    updatedAt: now,
  };
  if (change.type === "update") {
    return { ...measured, severity: worse(alert.severity, change.severity) };
  }
  return {
    ...measured,
    resolvedAt: now,
    resolvedBecause: change.reason,
    expiresAt: expiryOfClosed(rule.kind, now),
  };
}
