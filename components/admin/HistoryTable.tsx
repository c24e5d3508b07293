/**
 * The past period by period, in figures: what charts show, to read and print.
 *
 * @module
 */

import {
  formatHistory,
  type History,
  HISTORY_MEASURES,
  type HistoryMeasure,
} from "@/lib/monitoring/overview/history.ts";
import { formatWhen } from "@/lib/monitoring/overview/when.ts";
import { DeskTable } from "./DeskTable.tsx";
import { When } from "./When.tsx";

const COLUMNS: readonly { name: HistoryMeasure; title: string }[] = [
  { name: "callCount", title: "Calls" },
  { name: "visitorCount", title: "Visitors" },
  { name: "requestsPerMinute", title: "Requests a minute" },
  { name: "peakRequestsPerMinute", title: "Busiest minute" },
  { name: "bandwidthBps", title: "Bandwidth" },
  { name: "serverErrorPct", title: "Server errors" },
  { name: "answerP95Ms", title: "Answers, p95" },
  { name: "firstMediaP95Ms", title: "First picture, p95" },
  { name: "iceSuccessPct", title: "With a path" },
  { name: "relayPct", title: "Over a relay" },
  { name: "turnCostUsd", title: "Relaying" },
];

const TITLES = COLUMNS.map(({ title }) => title);

/** The periods, the latest first; those that nobody counted are left out. */
export function HistoryTable(
  { history: { rows, step } }: { history: Pick<History, "rows" | "step"> },
) {
  const known = rows.filter(({ values }) => Object.keys(values).length > 0);
  if (known.length === 0) return null;
  return (
    <details class="panel history-table">
      <summary>{`The figures, ${step} by ${step}`}</summary>
      <DeskTable
        label="Figures"
        columns={[step === "hour" ? "Hour" : "Day", ...TITLES]}
      >
        {known.toReversed().map(({ startAt, values }) => (
          <tr key={startAt}>
            <th scope="row">
              {step === "day"
                // A day here is one of UTC, wherever it is read.
                ? formatWhen(startAt, "day", "UTC")
                : <When at={startAt} />}
            </th>
            {COLUMNS.map(({ name }) => (
              <td key={name}>
                {formatHistory(values[name], HISTORY_MEASURES[name].unit)}
              </td>
            ))}
          </tr>
        ))}
      </DeskTable>
    </details>
  );
}
