import { deepEqual, equal } from "node:assert/strict";
import {
  nameOfRoute,
  requestRate,
  slowest,
  topByBytes,
  withoutOwnEndpoints,
} from "@/lib/monitoring/overview/overview.ts";
import { endpoint, overview } from "./overviews.ts";

const site = overview({
  endpoints: [
    endpoint({ endpoint: "/a", totalInbound: 90, totalOutbound: 1, p95Ms: 5 }),
    endpoint({ endpoint: "/b", totalInbound: 10, totalOutbound: 80, p95Ms: 9 }),
    endpoint({ endpoint: "/c", totalInbound: 0, totalOutbound: 85 }),
    endpoint({ endpoint: "/admin/calls", totalOutbound: 500, p95Ms: 70 }),
    endpoint({ endpoint: "/api/monitoring/status", totalOutbound: 2 }),
  ],
});
const names = (endpoints: { endpoint: string }[]) =>
  endpoints.map(({ endpoint }) => endpoint).join(" ");

Deno.test("topByBytes() puts the most bytes of both ways first", () => {
  equal(names(topByBytes(site, 3)), "/admin/calls /a /b");
});

Deno.test("slowest() leaves out routes that nobody timed", () => {
  equal(names(slowest(site, 9)), "/admin/calls /b /a");
  equal(names(slowest(site, 1)), "/admin/calls");
});

Deno.test("withoutOwnEndpoints() leaves out what only admins ask for", () => {
  const { endpoints, ...rest } = withoutOwnEndpoints(site.realtime);
  equal(names(endpoints), "/a /b /c");
  const { endpoints: _, ...before } = site.realtime;
  deepEqual(rest, before);
});

Deno.test("requestRate() is over the span of the report", () => {
  const { realtime } = site;
  const summary = { ...realtime.summary, totalRequests: 600 };
  equal(requestRate({ ...site, realtime: { ...realtime, summary } }), 2);
});

Deno.test("nameOfRoute() has names for what has no route of its own", () => {
  equal(nameOfRoute("__unmatched__"), "unknown addresses");
  equal(nameOfRoute("/chat"), "/chat");
});
