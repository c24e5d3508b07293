import { deepEqual, equal } from "node:assert/strict";
import { routeCharts } from "@/lib/desk/route_charts.ts";
import { readRoute, readRoutes } from "@/lib/monitoring/history/read_routes.ts";
import { count, type Rig, rig } from "@/tests/lib/monitoring/http/helpers.ts";

const HOUR_MS = 3_600_000;

/** Three hours: requests in the first and the last, no server between. */
async function threeHours(it: Rig) {
  const fromMs = it.clock.ms;
  for (let i = 0; i < 36; i++) {
    count(it.monitoring, "/chat", { durationMs: 20, bytesIn: 7, bytesOut: 50 });
    count(it.monitoring, "/", { durationMs: 900 });
  }
  await it.monitoring.flush();
  it.clock.advance(2 * HOUR_MS);
  count(it.monitoring, "/chat", { status: 500 });
  count(it.monitoring, "/chat", { isAborted: true });
  await it.monitoring.flush();
  it.clock.advance(HOUR_MS / 2);
  return { fromMs, toMs: fromMs + 3 * HOUR_MS };
}

Deno.test("readRoutes() reports on a span as if it were one period", async () => {
  using it = await rig();
  const span = await threeHours(it);
  const { endpoints } = await readRoutes(it.monitoring.rollUp, "hour", span);
  const chat = endpoints.find(({ endpoint }) => endpoint === "/chat")!;
  equal(chat.totalRequests, 38);
  equal(chat.totalInbound, 36 * 7);
  equal(chat.serverErrorCount, 1);
  equal(chat.abortedCount, 1);
});

Deno.test("readRoute() tells one route by period, and keeps a gap", async () => {
  using it = await rig();
  const span = await threeHours(it);
  const history = await readRoute(it.monitoring.rollUp, {
    name: { method: "GET", route: "/chat" },
    step: "hour",
    span,
    now: it.clock.ms,
  });
  equal(history.total?.totalRequests, 38);
  equal(history.sampleCount, 3);
  const [first, gap, last] = history.points;
  equal(first?.perSecond, 36 / 3600);
  equal(first?.outBps, 36 * 50 * 8 / 3600);
  equal(first?.errorPct, 0);
  deepEqual(gap, { at: span.fromMs + HOUR_MS });
  equal(last?.perSecond, 2 / 1800, "of half an hour, as far as it is over");
  equal(last?.errorPct, 50);
  const [requests, times] = routeCharts(history);
  deepEqual(requests!.lines[0]!.points.map(([, value]) => value), [
    36 / 3600,
    null,
    2 / 1800,
  ]);
  equal(times!.sampleCount, undefined, "nothing was thinned out");
});

Deno.test("readRoute() of a route without requests is quiet, not unknown", async () => {
  using it = await rig();
  const span = await threeHours(it);
  const { total, points } = await readRoute(it.monitoring.rollUp, {
    name: { method: "POST", route: "/chat" },
    step: "hour",
    span,
    now: it.clock.ms,
  });
  equal(total, null);
  deepEqual(points.map(({ perSecond }) => perSecond), [0, undefined, 0]);
});
