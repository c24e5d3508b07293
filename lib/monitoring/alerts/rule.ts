/**
 * What counts as trouble: thresholds, and how bad a value beyond them is.
 *
 * @module
 */

import type { AlertUnit, Severity } from "@/lib/monitoring/overview/alert.ts";

/** When a condition is trouble, and when it is over. */
export interface Rule {
  /** Stable name of the condition. */
  kind: string;
  /** What is wrong, in a few words for a person. */
  title: string;
  /** What value and thresholds are measured in. */
  unit: AlertUnit;
  /** On which side of the thresholds trouble lies. */
  troubleIs: "above" | "below";
  /** Beyond this it is trouble. */
  raiseAt: number;
  /** Back within this it is over; on the good side of `raiseAt`. */
  resolveAt: number;
  /** How long it must last before an alert opens, milliseconds. */
  raiseAfterMs: number;
  /** How long it must be over before the alert closes, milliseconds. */
  resolveAfterMs: number;
  /** Severity at `raiseAt`. */
  severity: Severity;
  /** Worse severities and the values from which they hold, mildest first. */
  escalations: readonly { at: number; severity: Severity }[];
}

/** One measurement of one condition. */
export interface Reading {
  /** The rule it belongs to. */
  kind: string;
  /** What was measured, such as a route; `all` for everything. */
  subject: string;
  /** What was measured; `undefined` when there is too little to say. */
  value: number | undefined;
}

/** Says whether `value` lies beyond `threshold` on the rule's bad side. */
export function isBeyond(
  rule: Rule,
  value: number,
  threshold: number,
): boolean {
  return rule.troubleIs === "above" ? value > threshold : value < threshold;
}

/** Tells how bad a value beyond the rule's threshold is. */
export function severityOf(rule: Rule, value: number): Severity {
  let severity = rule.severity;
  for (const step of rule.escalations) {
    if (value === step.at || isBeyond(rule, value, step.at)) {
      severity = step.severity;
    }
  }
  return severity;
}

const RANK: Record<Severity, number> = {
  low: 0,
  medium: 1,
  high: 2,
  critical: 3,
};

/** The worse of two severities. */
export function worse(a: Severity, b: Severity): Severity {
  return RANK[a] >= RANK[b] ? a : b;
}
