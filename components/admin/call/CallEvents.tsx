/**
 * What happened in a call, and the alerts about it.
 *
 * @module
 */

import { eventText, memberName } from "@/lib/desk/call_words.ts";
import {
  type Alert,
  formatAlertValue,
} from "@/lib/monitoring/overview/alert.ts";
import type { CallEvent } from "@/lib/monitoring/overview/call_record.ts";
import { When } from "../When.tsx";

/** What happened, oldest first. */
export function CallEvents({ events }: { events: readonly CallEvent[] }) {
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Events</h2>
      </div>
      {events.length === 0 && <p class="soft">Nothing was told.</p>}
      <ol
        class="call-events call-course"
        tabIndex={0}
        aria-label="Events, oldest first"
      >
        {events.map((event, i) => (
          <li key={i}>
            <When at={event.at} detail="time" />
            <b>{memberName(event.member)}</b>
            <span>{eventText(event)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Alerts about the call, open and past. */
export function CallAlerts({ alerts }: { alerts: readonly Alert[] }) {
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Alerts</h2>
      </div>
      {alerts.length === 0 && <p class="soft">There were none.</p>}
      <ol class="call-events">
        {alerts.map(({ id, title, openedAt, resolvedAt, worstValue, unit }) => (
          <li key={id}>
            <When at={openedAt} detail="time" />
            <b>{title}</b>
            <span>
              {`${formatAlertValue(worstValue, unit)}, `}
              {resolvedAt === null ? "open" : (
                <>
                  over at <When at={resolvedAt} detail="time" />
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
