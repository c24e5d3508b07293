/**
 * Open alerts, the worst on top.
 *
 * @module
 */

import { placeOfAlert } from "@/lib/desk/alert_place.ts";
import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import { formatAlertValue } from "@/lib/monitoring/overview/alert.ts";
import { formatAge } from "@/lib/monitoring/overview/format.ts";
import { nameOfRoute } from "@/lib/monitoring/overview/overview.ts";

/** What the list shows. */
export interface AlertListProps {
  /** The open alerts, worst first. */
  alerts: readonly Alert[];
  /** Current time, Unix milliseconds. */
  now: number;
  /** Takes note of one. */
  onAcknowledge: (alertId: string) => void;
}

/** How many alerts are shown at once; the others unfold. */
const SHOWN_COUNT = 4;

/** The open alerts; nothing when there are none. */
export function AlertList(props: AlertListProps) {
  const { alerts } = props;
  if (alerts.length <= SHOWN_COUNT + 1) return <Items {...props} />;
  const rest = alerts.slice(SHOWN_COUNT);
  return (
    <>
      <Items {...props} alerts={alerts.slice(0, SHOWN_COUNT)} />
      <details class="more">
        <summary>{`${rest.length} more`}</summary>
        <Items {...props} alerts={rest} />
      </details>
    </>
  );
}

function Items({ alerts, ...rest }: AlertListProps) {
  if (alerts.length === 0) return null;
  return (
    <ul class="alerts">
      {alerts.map((alert) => (
        <AlertItem key={alert.id} alert={alert} {...rest} />
      ))}
    </ul>
  );
}

function AlertItem(
  { alert, now, onAcknowledge }: Omit<AlertListProps, "alerts"> & {
    alert: Alert;
  },
) {
  const { severity, unit } = alert;
  return (
    <li class="alert" data-severity={severity}>
      <span class="alert-severity">{severity}</span>
      <div class="alert-what">
        <strong>{alert.title}</strong>
        <span>
          <AlertSubject alert={alert} />
          {`, for ${formatAge(now - alert.startedAt)}`}
        </span>
      </div>
      <div class="alert-value">
        <strong>{formatAlertValue(alert.value, unit)}</strong>
        <span>{`limit ${formatAlertValue(alert.threshold, unit)}`}</span>
      </div>
      {alert.acknowledgedAt === null
        ? (
          <form
            method="post"
            action="/admin/alerts"
            onSubmit={(event) => {
              event.preventDefault();
              onAcknowledge(alert.id);
            }}
          >
            <button
              type="submit"
              class="small-button"
              name="id"
              value={alert.id}
            >
              Acknowledge
            </button>
          </form>
        )
        : <span class="alert-seen">Acknowledged</span>}
    </li>
  );
}

/** What an alert is about, and the way there. */
export function AlertSubject({ alert }: { alert: Alert }) {
  const place = placeOfAlert(alert);
  const name = subjectOf(alert);
  return place === null ? <>{name}</> : <a href={place}>{name}</a>;
}

/** A route's subject is its method and pattern. */
function subjectOf({ subject }: Alert) {
  if (subject === "all") return "whole site";
  const [method, route] = subject.split(" ");
  if (route === undefined) return subject;
  const name = nameOfRoute(route);
  return name === route ? <code>{subject}</code> : `${method} of ${name}`;
}
