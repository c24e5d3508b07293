/**
 * A span of the past in a dozen figures, each with its change.
 *
 * @module
 */

import { changeOf, type FigureKind } from "@/lib/desk/figures.ts";
import {
  formatHistory,
  type History,
  type HistoryTotals as Totals,
  type HistoryUnit,
  type MonthCost,
} from "@/lib/monitoring/overview/history.ts";
import { formatWhen } from "@/lib/monitoring/overview/when.ts";

interface TotalFigure extends Pick<FigureKind, "more" | "changeIn"> {
  name: keyof Totals;
  label: string;
  unit: HistoryUnit;
}

/** More of it is neither good nor bad: more visitors, more of everything. */
function amount(
  name: keyof Totals,
  label: string,
  unit: HistoryUnit,
): TotalFigure {
  return { name, label, unit, more: "neither" };
}

function share(
  name: keyof Totals,
  label: string,
  more: "better" | "worse",
): TotalFigure {
  return { name, label, unit: "pct", more, changeIn: "points" };
}

function time(name: keyof Totals, label: string): TotalFigure {
  return { name, label, unit: "ms", more: "worse" };
}

const FIGURES: readonly TotalFigure[] = [
  amount("callCount", "Calls", "count"),
  amount("visitorCount", "Visitors", "count"),
  amount("requestCount", "Requests", "count"),
  amount("sizeBytes", "Traffic, both ways", "bytes"),
  share("serverErrorPct", "Server errors", "worse"),
  time("answerP95Ms", "Answers, p95"),
  time("firstMediaP95Ms", "First picture, p95"),
  time("matchP95Ms", "Finding a partner, p95"),
  share("iceSuccessPct", "Calls with a path", "better"),
  share("relayPct", "Sides over a relay", "worse"),
  amount("relayedBytes", "Relayed", "bytes"),
  amount("turnCostUsd", "Relaying, by the gigabyte", "usd"),
];

/** The figures. */
export function HistoryTotals({ history }: { history: History }) {
  const { span, against, month } = history;
  return (
    <dl class="desk-totals">
      {FIGURES.map((figure) => (
        <div key={figure.name}>
          <dt>{figure.label}</dt>
          <dd>
            <strong>
              {formatHistory(span.totals[figure.name], figure.unit)}
            </strong>
            {against !== null && (
              <Change
                figure={figure}
                now={span.totals[figure.name]}
                before={against.totals[figure.name]}
              />
            )}
          </dd>
        </div>
      ))}
      {month !== null && <Month month={month} />}
    </dl>
  );
}

function Change({ figure, now, before }: {
  figure: TotalFigure;
  now: number | undefined;
  before: number | undefined;
}) {
  const change = changeOf(now, before, figure);
  if (change === null) return <span class="soft">nothing to compare</span>;
  const { text, tone } = change;
  return (
    <span class="soft">
      <b data-tone={tone}>{text}</b>
      {`, was ${formatHistory(before, figure.unit)}`}
    </span>
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
