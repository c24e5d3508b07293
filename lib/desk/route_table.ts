/**
 * The table of routes: which rows it has, in which order.
 *
 * @module
 */

import { isAdminPath } from "@/lib/protocol/admin_paths.ts";
import type { EndpointReport } from "@/lib/monitoring/overview/http_report.ts";
import { nameOfRoute } from "@/lib/monitoring/overview/overview.ts";

/** Columns to order by. */
export const ROUTE_COLUMNS = [
  "endpoint",
  "totalRequests",
  "totalInbound",
  "totalOutbound",
  "p50Ms",
  "p95Ms",
  "p99Ms",
  "errorCount",
  "serverErrorCount",
  "abortedCount",
] as const;

/** A column to order by. */
export type RouteColumn = typeof ROUTE_COLUMNS[number];

/** How the table is looked at. */
export interface RouteView {
  /** What it is ordered by: names from A, figures from the largest. */
  orderBy: RouteColumn;
  /** Whether the order is turned round. */
  isReversed: boolean;
  /** Whether what admins ask for is in it. */
  hasOwn: boolean;
  /** Part of a route's name or method; empty for all. */
  search: string;
}

/** The view to begin with. */
export const FIRST_VIEW: RouteView = {
  orderBy: "totalRequests",
  isReversed: false,
  hasOwn: false,
  search: "",
};

/** The view after a press on a column: ordered by it, or turned round. */
export function viewOrderedBy(view: RouteView, column: RouteColumn): RouteView {
  const isReversed = column === view.orderBy && !view.isReversed;
  return { ...view, orderBy: column, isReversed };
}

/** Says whether a route is the dashboard's own. */
export function isOwn({ endpoint }: Pick<EndpointReport, "endpoint">): boolean {
  return isAdminPath(endpoint);
}

/** The rows of the table, in order; rows alike keep the order they came in. */
export function routeRows(
  endpoints: readonly EndpointReport[],
  { orderBy, isReversed, hasOwn, search }: RouteView,
): EndpointReport[] {
  const wanted = search.trim().toLowerCase();
  const rows = endpoints.filter((row) =>
    (hasOwn || !isOwn(row)) &&
    `${row.method} ${row.endpoint} ${nameOfRoute(row.endpoint)}`.toLowerCase()
      .includes(wanted)
  );
  const turn = isReversed ? -1 : 1;
  return rows.sort((a, b) => turn * compare(a, b, orderBy));
}

function compare(
  a: EndpointReport,
  b: EndpointReport,
  column: RouteColumn,
): number {
  return column === "endpoint"
    ? a.endpoint.localeCompare(b.endpoint) || a.method.localeCompare(b.method)
    : (b[column] ?? -1) - (a[column] ?? -1);
}

/** What may be added up of all rows; percentiles may not. */
export type RouteSums = Pick<
  EndpointReport,
  | "totalRequests"
  | "totalInbound"
  | "totalOutbound"
  | "errorCount"
  | "serverErrorCount"
  | "abortedCount"
>;

/** Adds the rows up. */
export function sumRoutes(rows: readonly EndpointReport[]): RouteSums {
  const sum = (column: keyof RouteSums) =>
    rows.reduce((total, row) => total + row[column], 0);
  return {
    totalRequests: sum("totalRequests"),
    totalInbound: sum("totalInbound"),
    totalOutbound: sum("totalOutbound"),
    errorCount: sum("errorCount"),
    serverErrorCount: sum("serverErrorCount"),
    abortedCount: sum("abortedCount"),
  };
}
