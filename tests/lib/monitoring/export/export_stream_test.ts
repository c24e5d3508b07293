import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import { addKpi, KPI_LIFE_MS } from "@/lib/monitoring/calls/kpi_store.ts";
import type { Store } from "@/lib/kv/store.ts";
import {
  exportQuerySchema,
  exportRange,
} from "@/lib/monitoring/export/export_query.ts";
import {
  exportFilename,
  exportStream,
} from "@/lib/monitoring/export/export_stream.ts";
import {
  EXPORT_TABLES,
  openTable,
  type Table,
} from "@/lib/monitoring/export/tables.ts";
import { seededRandom, testStore } from "@/tests/helpers.ts";
import { count, rig } from "@/tests/lib/monitoring/http/helpers.ts";

const NOW = 1_787_401_800_000;
const WEEK = { fromMs: NOW - KPI_LIFE_MS, toMs: NOW + 1, now: NOW };

async function addCalls(store: Store, count: number): Promise<void> {
  const random = seededRandom(3);
  for (let i = 0; i < count; i++) {
    await addKpi(store, {
      ts: NOW - i,
      sessionId: i === 0 ? '=HYPERLINK("x")' : `s${i}`,
      ttfmMs: 100 + i,
      iceOk: i % 2 === 0,
      receivedAtMs: NOW - i,
      skewMs: -i,
      droppedFieldCount: 0,
      expiresAt: NOW + KPI_LIFE_MS,
      funnel: { matched: 5 },
    }, random);
  }
}

const textOf = (table: Table, format: "csv" | "json") =>
  new Response(exportStream(table, format)).text();

Deno.test("exportStream() writes every record of a span as CSV", async () => {
  using store = await testStore();
  await addCalls(store, 700);
  const csv = await textOf(openTable(store, "kpis", WEEK), "csv");
  const lines = csv.split("\r\n");
  equal(lines.length, 702, "a header, 700 records and the last line's end");
  ok(lines[0]!.startsWith("received,receivedAtMs,ts,skewMs,sessionId,"));
  ok(lines.at(-2)!.includes(`,"'=HYPERLINK(""x"")",`));
});

Deno.test("exportStream() writes JSON that is an array, also of nothing", async () => {
  using store = await testStore();
  const empty = await textOf(openTable(store, "kpis", WEEK), "json");
  deepEqual(JSON.parse(empty), []);
  await addCalls(store, 3);
  const rows = JSON.parse(await textOf(openTable(store, "kpis", WEEK), "json"));
  equal(rows.length, 3);
  deepEqual([rows[0].ts, rows[0].skewMs, rows[0].funnelMs_matched], [
    NOW - 2,
    -2,
    5,
  ]);
  equal("pairId" in rows[0], false);
});

Deno.test("openTable() has sums, counts and percentiles of hours", async () => {
  using store = await testStore();
  await addCalls(store, 10);
  const [row] = JSON.parse(
    await textOf(openTable(store, "rtc-hourly", WEEK), "json"),
  );
  equal(row.beaconCount, 10);
  equal(row.ttfmMs_sum, 1045);
  equal(row.ttfmMs_max, 109);
  deepEqual([row.iceKnownCount, row.iceOkCount], [10, 5]);
  equal(row["reason_ice-failed"], 0);
});

Deno.test("openTable() has the running hour and day before they are rolled up", async () => {
  using it = await rig();
  const now = it.clock.ms;
  const range = { fromMs: now - KPI_LIFE_MS, toMs: now + 1, now };
  for (const route of ["/a", "/b", "/b"]) count(it.monitoring, route);
  await it.monitoring.flush();
  for (const name of ["http-hourly", "http-daily"] as const) {
    const rows = JSON.parse(
      await textOf(openTable(it.store, name, range), "json"),
    );
    deepEqual(
      rows.map(({ route, requests }: { route: string; requests: number }) => [
        route,
        requests,
      ]),
      [["/a", 1], ["/b", 2]],
    );
  }
});

Deno.test("openTable() gives every table a header, also without records", async () => {
  using store = await testStore();
  for (const name of EXPORT_TABLES) {
    const csv = await textOf(openTable(store, name, WEEK), "csv");
    ok(csv.split(",").length >= 8, name);
    equal(csv.split("\r\n").length, 2, name);
  }
});

Deno.test("exportStream() writes cells in the order of the header", async () => {
  async function* rows() {
    yield await Promise.resolve({ b: 2, a: 1 });
  }
  const csv = await textOf({ columns: ["a", "b", "c"], rows: rows() }, "csv");
  equal(csv, "a,b,c\r\n1,2,\r\n");
});

Deno.test("exportStream() breaks off when reading fails", async () => {
  const rows = (async function* () {
    yield { a: 1 };
    await Promise.resolve();
    throw new Error("store failed");
  })();
  await rejects(textOf({ columns: ["a"], rows }, "csv"), /store failed/);
});

Deno.test("exportQuerySchema takes dates and epochs, and refuses the rest", () => {
  const { from, to } = exportQuerySchema.parse({
    what: "kpis",
    from: "2026-11-20",
    to: String(NOW),
  });
  equal(from, Date.UTC(2026, 10, 20));
  equal(to, NOW);
  const bad = exportQuerySchema.safeParse({ what: "all", from: "today" });
  deepEqual(bad.error?.issues.map(({ path }) => path[0]), ["what", "from"]);
});

Deno.test("exportRange() means the last day unless told otherwise", () => {
  deepEqual(exportRange({}, NOW), {
    fromMs: NOW + 1 - 24 * 3600_000,
    toMs: NOW + 1,
  });
  throws(() => exportRange({ from: 2, to: 1 }, NOW), { code: "bad-input" });
});

Deno.test("exportFilename() has nothing in it that a header must quote", () => {
  equal(
    exportFilename("kpis", "csv", { fromMs: 0, toMs: 1000 }),
    "parley-kpis-19700101T000000Z-19700101T000001Z.csv",
  );
});
