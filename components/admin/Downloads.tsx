/**
 * Figures to take away.
 *
 * @module
 */

/** What can be taken, and under which name the interface has it. */
const TABLES = [
  { what: "http-hourly", label: "Requests by hour" },
  { what: "http-daily", label: "Requests by day" },
  { what: "rtc-hourly", label: "Calls by hour" },
  { what: "rtc-daily", label: "Calls by day" },
  { what: "kpis", label: "Every beacon" },
  { what: "alerts", label: "Alerts" },
] as const;

const DAY_MS = 24 * 3600_000;
const SPAN_DAYS = 7;

/** Links to the last week's tables. */
export function Downloads({ now }: { now: number }) {
  const from = new Date(now - SPAN_DAYS * DAY_MS).toISOString().slice(0, 10);
  return (
    <section class="downloads">
      <h2>{`Take the last ${SPAN_DAYS} days with you`}</h2>
      <ul>
        {TABLES.map(({ what, label }) => {
          const query = `what=${what}&from=${from}`;
          const path = `/api/monitoring/export?${query}`;
          return (
            <li key={what}>
              <span>{label}</span>
              <a href={`${path}&format=csv`} download>CSV</a>
              <a href={`${path}&format=json`} download>JSON</a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
