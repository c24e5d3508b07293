/**
 * Alerts as admins read them, and their values in words.
 *
 * @module
 */

import { formatPct } from "./format.ts";

/** Severities, from worth a look to worth waking somebody. */
export const SEVERITIES = ["low", "medium", "high", "critical"] as const;

/** How bad it is. */
export type Severity = typeof SEVERITIES[number];

/** Orders alerts, the worst first, of equals the latest. */
export function worstFirst(
  a: Pick<Alert, "severity" | "openedAt">,
  b: Pick<Alert, "severity" | "openedAt">,
): number {
  const rank = ({ severity }: Pick<Alert, "severity">) =>
    SEVERITIES.indexOf(severity);
  return rank(b) - rank(a) || b.openedAt - a.openedAt;
}

/** What a value is measured in. */
export type AlertUnit = "%" | "ms" | "Mbit/s" | "×" | "σ" | "$" | "sides";

/** Why an alert closed. */
export type ResolveReason = "recovered" | "no-data" | "call-ended";

/** Trouble that somebody should know of. */
export interface Alert {
  /** Identifies it; ids sort by the time of opening. */
  id: string;
  /** The condition, such as `http-latency`. */
  kind: string;
  /** What it is about: a route, a call by its id, or `all` for everything. */
  subject: string;
  /** What is wrong, in a few words. */
  title: string;
  /** The worst it has been. */
  severity: Severity;
  /** What value and threshold are measured in. */
  unit: AlertUnit;
  /** Latest value. */
  value: number;
  /** Worst value so far. */
  worstValue: number;
  /** What the value was not to pass. */
  threshold: number;
  /** When the trouble began, Unix milliseconds. */
  startedAt: number;
  /** When the alert opened, Unix milliseconds. */
  openedAt: number;
  /** When the value was last measured, Unix milliseconds. */
  updatedAt: number;
  /** When an admin took note, Unix milliseconds; `null`: not yet. */
  acknowledgedAt: number | null;
  /** When it closed, Unix milliseconds; `null`: it is open. */
  resolvedAt: number | null;
  /** Why it closed; `null` while open. */
  resolvedBecause: ResolveReason | null;
  /** When it is gone, Unix milliseconds; `null` while open. */
  expiresAt: number | null;
}

const plain = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** Writes a value with its unit, to three digits. */
export function formatAlertValue(value: number, unit: AlertUnit): string {
  switch (unit) {
    case "%":
      return formatPct(value);
    case "×":
      return `${plain.format(value)}×`;
    case "$":
      return `$${plain.format(value)}`;
    case "sides":
      return `${plain.format(value)} ${value === 1 ? "side" : "sides"}`;
    default:
      return `${plain.format(value)} ${unit}`;
  }
}
