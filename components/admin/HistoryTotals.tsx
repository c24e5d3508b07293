/**
 * A span of the past in a dozen figures, each with its change.
 *
 * @module
 */

import {
  changeText,
  formatHistory,
  type History,
  type HistoryTotals as Totals,
  type HistoryUnit,
  type MonthCost,
} from "@/lib/monitoring/overview/history.ts";
import { formatWhen } from "@/lib/monitoring/overview/when.ts";

const FIGURES: readonly {
  name: keyof Totals;
  label: string;
  unit: HistoryUnit;
}[] = [
  { name: "callCount", label: "Calls", unit: "count" },
  { name: "visitorCount", label: "Visitors", unit: "count" },
  { name: "requestCount", label: "Requests", unit: "count" },
  { name: "sizeBytes", label: "Traffic, both ways", unit: "bytes" },
  { name: "serverErrorPct", label: "Server errors", unit: "pct" },
  { name: "answerP95Ms", label: "Answers, p95", unit: "ms" },
  { name: "firstMediaP95Ms", label: "First picture, p95", unit: "ms" },
  { name: "matchP95Ms", label: "Finding a partner, p95", unit: "ms" },
  { name: "iceSuccessPct", label: "Calls with a path", unit: "pct" },
  { name: "relayPct", label: "Sides over a relay", unit: "pct" },
  { name: "relayedBytes", label: "Relayed", unit: "bytes" },
  { name: "turnCostUsd", label: "Its price by the gigabyte", unit: "usd" },
];

/** The figures. */
export function HistoryTotals({ history }: { history: History }) {
  const { span, against, month } = history;
  return (
    <dl class="desk-totals">
      {FIGURES.map(({ name, label, unit }) => {
        const change = changeText(span.totals[name], against?.totals[name]);
        return (
          <div key={name}>
            <dt>{label}</dt>
            <dd>
              <strong>{formatHistory(span.totals[name], unit)}</strong>
              {against !== null && (
                <span class="soft">
                  {change === undefined
                    ? "nothing to compare"
                    : `${change}, was ${
                      formatHistory(against.totals[name], unit)
                    }`}
                </span>
              )}
            </dd>
          </div>
        );
      })}
      {month !== null && <Month month={month} />}
    </dl>
  );
}

function Month({ month }: { month: MonthCost }) {
  const name = formatWhen(month.monthStartAt, "day", "UTC").slice(2);
  return (
    <div>
      <dt>{`Relaying in ${name}`}</dt>
      <dd>
        <strong>{formatHistory(month.costUsd, "usd")}</strong>
        <span class="soft">
          {`${formatHistory(month.relayedBytes, "bytes")} so far; ${
            formatHistory(month.projectedCostUsd, "usd")
          } for ${
            formatHistory(month.projectedBytes, "bytes")
          } by its end, at the pace of 7 days`}
        </span>
      </dd>
    </div>
  );
}
