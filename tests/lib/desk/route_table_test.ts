import { deepEqual, equal } from "node:assert/strict";
import {
  FIRST_VIEW,
  routeRows,
  type RouteView,
  sumRoutes,
} from "@/lib/desk/route_table.ts";
import type { EndpointReport } from "@/lib/monitoring/overview/http_report.ts";

function row(
  endpoint: string,
  totalRequests: number,
  p95Ms: number | null = 5,
): EndpointReport {
  return {
    endpoint,
    method: "GET",
    totalRequests,
    totalInbound: 10,
    totalOutbound: 100,
    avgResponseTime: null,
    minResponseTime: null,
    maxResponseTime: null,
    p50Ms: null,
    p95Ms,
    p99Ms: null,
    headersP50Ms: null,
    headersP95Ms: null,
    errorCount: 2,
    serverErrorCount: 1,
    abortedCount: 0,
    statusClasses: {},
  };
}

const ROWS = [
  row("/chat", 5, 40),
  row("/api/monitoring/realtime", 90),
  row("__static__", 7, null),
  row("/api/monitoring/stats", 6, 9),
];

const names = (view: Partial<RouteView>) =>
  routeRows(ROWS, { ...FIRST_VIEW, ...view }).map(({ endpoint }) => endpoint);

Deno.test("routeRows() leaves the dashboard's own out, and puts the most first", () => {
  deepEqual(names({}), ["__static__", "/api/monitoring/stats", "/chat"]);
  equal(names({ hasOwn: true })[0], "/api/monitoring/realtime");
});

Deno.test("routeRows() orders by any column, the unknown last, and back", () => {
  deepEqual(names({ orderBy: "p95Ms" }), [
    "/chat",
    "/api/monitoring/stats",
    "__static__",
  ]);
  deepEqual(names({ orderBy: "p95Ms", isReversed: true }), [
    "__static__",
    "/api/monitoring/stats",
    "/chat",
  ]);
  equal(names({ orderBy: "endpoint" })[0], "__static__");
});

Deno.test("routeRows() searches methods, patterns and what stands for them", () => {
  deepEqual(names({ search: " CHA " }), ["/chat"]);
  deepEqual(names({ search: "static files" }), ["__static__"]);
  deepEqual(names({ search: "get /api/monitoring/" }), [
    "/api/monitoring/stats",
  ]);
  deepEqual(names({ search: "nothing" }), []);
});

Deno.test("sumRoutes() adds up what may be added up", () => {
  deepEqual(sumRoutes(ROWS.slice(0, 2)), {
    totalRequests: 95,
    totalInbound: 20,
    totalOutbound: 200,
    errorCount: 4,
    serverErrorCount: 2,
    abortedCount: 0,
  });
});
