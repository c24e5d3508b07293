/**
 * Alerts in a table: what, how bad, since when, and what became of it.
 *
 * @module
 */

import {
  type Alert,
  formatAlertValue,
} from "@/lib/monitoring/overview/alert.ts";
import { formatAge } from "@/lib/monitoring/overview/format.ts";
import { AlertSubject } from "./AlertList.tsx";
import { DeskTable } from "./DeskTable.tsx";
import { When } from "./When.tsx";

/** What the table shows. */
export interface AlertTableProps {
  /** What the alerts have in common. */
  title: string;
  /** The alerts, in order. */
  alerts: readonly Alert[];
  /** Current time, Unix milliseconds. */
  now: number;
  /** Where taking note is sent. */
  action: string;
}

const COLUMNS = [
  "Severity",
  "What",
  "Worst",
  "Last",
  "Limit",
  "Opened",
  "State",
];

/** The table; nothing when there are no alerts. */
export function AlertTable({ title, alerts, now, action }: AlertTableProps) {
  if (alerts.length === 0) return null;
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{title}</h2>
      </div>
      <DeskTable label={title} name="alert-table" columns={COLUMNS}>
        {alerts.map((alert) => (
          <AlertRow key={alert.id} {...{ alert, now, action }} />
        ))}
      </DeskTable>
    </section>
  );
}

function AlertRow(
  { alert, now, action }: { alert: Alert; now: number; action: string },
) {
  const { severity, unit } = alert;
  return (
    <tr>
      <td>
        <span class="severity" data-severity={severity}>{severity}</span>
      </td>
      <th scope="row">
        {alert.title}
        <span class="soft">
          <AlertSubject alert={alert} />
        </span>
      </th>
      <td>{formatAlertValue(alert.worstValue, unit)}</td>
      <td>{formatAlertValue(alert.value, unit)}</td>
      <td>{formatAlertValue(alert.threshold, unit)}</td>
      <td>
        <When at={alert.openedAt} />
      </td>
      <td>
        <AlertState alert={alert} now={now} action={action} />
      </td>
    </tr>
  );
}

function AlertState(
  { alert, now, action }: { alert: Alert; now: number; action: string },
) {
  const { openedAt, resolvedAt, resolvedBecause, acknowledgedAt } = alert;
  if (resolvedAt !== null) {
    const how = resolvedBecause === "no-data" ? "no more data" : "recovered";
    return <>{`${how} after ${formatAge(resolvedAt - openedAt)}`}</>;
  }
  if (acknowledgedAt !== null) {
    return <>{`acknowledged ${formatAge(now - acknowledgedAt)} ago`}</>;
  }
  return (
    <form method="post" action={action}>
      <button type="submit" class="desk-button" name="id" value={alert.id}>
        Acknowledge
      </button>
    </form>
  );
}
