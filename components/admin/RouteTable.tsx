/**
 * Routes in figures: one row each, and one for all of them.
 *
 * @module
 */

import {
  isOwn,
  type RouteColumn,
  type RouteSums,
} from "@/lib/desk/route_table.ts";
import {
  formatBytes,
  formatCount,
  formatMs,
} from "@/lib/monitoring/overview/format.ts";
import type { EndpointReport } from "@/lib/monitoring/overview/http_report.ts";
import { nameOfRoute } from "@/lib/monitoring/overview/overview.ts";
import { OrderLink } from "./OrderLink.tsx";

type Format = (value: number | null) => string;

const COLUMNS: readonly {
  column: Exclude<RouteColumn, "endpoint">;
  title: string;
  format: Format;
}[] = [
  { column: "totalRequests", title: "Requests", format: formatCount },
  { column: "totalInbound", title: "In", format: formatBytes },
  { column: "totalOutbound", title: "Out", format: formatBytes },
  { column: "p50Ms", title: "p50", format: formatMs },
  { column: "p95Ms", title: "p95", format: formatMs },
  { column: "p99Ms", title: "p99", format: formatMs },
  { column: "errorCount", title: "4xx, 5xx", format: formatCount },
  { column: "serverErrorCount", title: "5xx", format: formatCount },
  { column: "abortedCount", title: "Aborted", format: formatCount },
];

/** What the table shows. */
export interface RouteTableProps {
  /** The rows, in order. */
  rows: readonly EndpointReport[];
  /** All rows together. */
  sums: RouteSums;
  /** What they are ordered by. */
  orderBy: RouteColumn;
  /** Whether the order is turned round. */
  isReversed: boolean;
  /** Orders by another column, or turns the order round. */
  onOrder: (column: RouteColumn) => void;
  /** Address of the table after that. */
  hrefOfOrder: (column: RouteColumn) => string;
  /** Address of the page about a route. */
  hrefOf: (row: EndpointReport) => string;
}

/** The table. */
export function RouteTable(props: RouteTableProps) {
  const { rows, sums, hrefOf } = props;
  return (
    <div class="desk-scroll" tabIndex={0} role="region" aria-label="Routes">
      <table class="desk-table route-table">
        <thead>
          <tr>
            <Head column="endpoint" title="Route" {...props} />
            {COLUMNS.map(({ column, title }) => (
              <Head key={column} column={column} title={title} {...props} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.method} ${row.endpoint}`}>
              <th scope="row">
                <a href={hrefOf(row)}>
                  <b>{row.method}</b> {nameOfRoute(row.endpoint)}
                </a>
                {isOwn(row) && <span class="desk-tag">dashboard</span>}
              </th>
              {COLUMNS.map(({ column, format }) => (
                <td
                  key={column}
                  data-bad={column === "serverErrorCount" && row[column] > 0
                    ? ""
                    : undefined}
                >
                  {format(row[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{`All ${rows.length}`}</th>
            {COLUMNS.map(({ column, format }) => (
              <td key={column}>
                {column in sums ? format(sums[column as keyof RouteSums]) : "–"}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Head(
  { column, title, orderBy, isReversed, onOrder, hrefOfOrder }:
    & Pick<
      RouteTableProps,
      "orderBy" | "isReversed" | "onOrder" | "hrefOfOrder"
    >
    & { column: RouteColumn; title: string },
) {
  const isOrder = column === orderBy;
  const isUp = (column === "endpoint") !== isReversed;
  return (
    <th
      scope="col"
      aria-sort={isOrder ? (isUp ? "ascending" : "descending") : "none"}
    >
      <OrderLink href={hrefOfOrder(column)} onOrder={() => onOrder(column)}>
        {title}
        {isOrder && <span aria-hidden="true">{isUp ? "↑" : "↓"}</span>}
      </OrderLink>
    </th>
  );
}
