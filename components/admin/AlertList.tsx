/**
 * Open alerts, the worst on top.
 *
 * @module
 */

import type { Alert } from "@/lib/kv/alerts.ts";
import { formatAlertValue } from "@/lib/monitoring/alerts/format.ts";
import { formatAge } from "@/lib/monitoring/format.ts";

/** What the list shows. */
export interface AlertListProps {
  /** The open alerts, worst first. */
  alerts: readonly Alert[];
  /** Current time, Unix milliseconds. */
  now: number;
  /** Takes note of one. */
  onAcknowledge: (alertId: string) => void;
}

/** The open alerts; nothing when there are none. */
export function AlertList({ alerts, now, onAcknowledge }: AlertListProps) {
  if (alerts.length === 0) return null;
  return (
    <ul class="alerts">
      {alerts.map((alert) => (
        <AlertItem
          key={alert.id}
          alert={alert}
          now={now}
          onAcknowledge={onAcknowledge}
        />
      ))}
    </ul>
  );
}

function AlertItem(
  { alert, now, onAcknowledge }: Omit<AlertListProps, "alerts"> & {
    alert: Alert;
  },
) {
  const { severity, unit, subject } = alert;
  return (
    <li class="alert" data-severity={severity}>
      <span class="alert-severity">{severity}</span>
      <div class="alert-what">
        <strong>{alert.title}</strong>
        <span>
          {subject === "all" ? "whole site" : <code>{subject}</code>}
          {`, for ${formatAge(now - alert.startedAt)}`}
        </span>
      </div>
      <div class="alert-value">
        <strong>{formatAlertValue(alert.value, unit)}</strong>
        <span>{`limit ${formatAlertValue(alert.threshold, unit)}`}</span>
      </div>
      {alert.acknowledgedAt === null
        ? (
          <button
            type="button"
            class="small-button"
            onClick={() => onAcknowledge(alert.id)}
          >
            Acknowledge
          </button>
        )
        : <span class="alert-seen">Acknowledged</span>}
    </li>
  );
}
