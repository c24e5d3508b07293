/**
 * Figures of alerts in words, for chats, the terminal and the dashboard.
 *
 * @module
 */

import type { AlertUnit } from "@/lib/monitoring/alerts/rule.ts";

const plain = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** Writes a value with its unit, to three digits. */
export function formatAlertValue(value: number, unit: AlertUnit): string {
  switch (unit) {
    case "%":
      return `${plain.format(value)} %`;
    case "×":
      return `${plain.format(value)}×`;
    default:
      return `${plain.format(value)} ${unit}`;
  }
}
