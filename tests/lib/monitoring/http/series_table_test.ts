import { deepEqual, equal } from "node:assert/strict";
import { countersOf, SeriesTable } from "@/lib/monitoring/http/series_table.ts";
import type { HttpCounters } from "@/lib/monitoring/http/counters.ts";
import { count, rig } from "./helpers.ts";

Deno.test("SeriesTable.find() gives one series for each status class", () => {
  const table = new SeriesTable();
  const ok = table.find({ route: "/a", method: "GET", status: 200 });
  equal(table.find({ route: "/a", method: "GET", status: 204 }), ok);
  deepEqual(ok.labels, { route: "/a", method: "GET", statusClass: "2xx" });
  for (const [status, want] of [[101, "1xx"], [304, "3xx"], [999, "5xx"]]) {
    const { labels } = table.find({
      route: "/a",
      method: "GET",
      status: Number(status),
    });
    equal(labels.statusClass, want);
  }
});

Deno.test("SeriesTable.find() puts methods nobody uses under one name", () => {
  const table = new SeriesTable();
  for (const method of ["BREW", "PROPFIND", "TRACE", "get"]) {
    const found = table.find({ route: "/a", method, status: 405 });
    equal(found.labels.method, "_OTHER");
  }
  equal(table.all.length, 1);
});

Deno.test("SeriesTable.find() overflows by status class only", () => {
  const table = new SeriesTable(10);
  for (let i = 0; i < 10_000; i++) {
    const status = i % 2 === 0 ? 200 : 500;
    table.find({ route: `/r${i}`, method: "GET", status });
  }
  equal(table.isFull, true);
  equal(table.all.length, 12);
  deepEqual(table.all.slice(10).map(({ labels }) => labels), [
    { route: "__overflow__", method: "_OTHER", statusClass: "2xx" },
    { route: "__overflow__", method: "_OTHER", statusClass: "5xx" },
  ]);
  equal(
    table.find({ route: "/r0", method: "GET", status: 200 }).labels.route,
    "/r0",
  );
});

Deno.test("countersOf() keeps exact statuses apart", () => {
  const series = new SeriesTable().find({
    route: "/a",
    method: "GET",
    status: 200,
  });
  countersOf(series, 200).responseBytes.observe(256);
  countersOf(series, 204).responseBytes.observe(257);
  countersOf(series, 200).responseBytes.observe(1e9);
  deepEqual(series.counters.map(({ status }) => status), [200, 204]);
  deepEqual([...series.counters[0]!.responseBytes.counts], [
    ...[1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  ]);
});

Deno.test("the sizes that Prometheus is told leave out requests without a body", async () => {
  using it = await rig();
  for (const bytesIn of [0, 300, 0]) count(it.monitoring, "/", { bytesIn });
  const [{ requestBytes, durationSeconds }] = it.monitoring.recorder.series[0]!
    .counters as [HttpCounters];
  const total = (counts: Float64Array) => counts.reduce((a, b) => a + b);
  equal(total(requestBytes.counts), 1);
  equal(requestBytes.sum, 300);
  equal(total(durationSeconds.counts), 3);
});
