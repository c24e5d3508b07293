import { deepEqual, equal, ok } from "node:assert/strict";
import { AUDIT_MS, AuditLog } from "@/lib/admin/audit_log.ts";
import { acknowledgeAlert } from "@/lib/monitoring/alerts/alert_store.ts";
import { CallTally } from "@/lib/monitoring/calls/call_tally.ts";
import { KPI_LIFE_MS } from "@/lib/monitoring/calls/kpi_store.ts";
import { rtcPeriodKind } from "@/lib/monitoring/calls/period_kind.ts";
import type { Store } from "@/lib/kv/store.ts";
import { type ExportTable, openTable } from "@/lib/monitoring/export/tables.ts";
import { addAlertOf, NOW } from "@/tests/lib/monitoring/alerts/made_alerts.ts";
import { addBeacons, beacon } from "@/tests/lib/monitoring/calls/beacons.ts";
import { count, rig } from "@/tests/lib/monitoring/http/helpers.ts";
import { testStore } from "@/tests/helpers.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function rowsOf(store: Store, name: ExportTable, now: number) {
  const range = { fromMs: now - 7 * DAY_MS, toMs: now + 1, now };
  return Array.fromAsync(openTable(store, name, range).rows);
}

Deno.test("a row of requests has its own bytes, statuses and percentiles", async () => {
  using it = await rig();
  for (let ms = 1; ms <= 100; ms++) {
    const sizes = { bytesIn: 3, bytesOut: 70, isAborted: ms > 90 };
    count(it.monitoring, "/chat", { durationMs: ms, ...sizes });
  }
  count(it.monitoring, "/chat", { status: 503 });
  await it.monitoring.flush();
  const rows = await rowsOf(it.store, "http-hourly", it.clock.ms);
  deepEqual(rows.map(({ statusClass }) => statusClass), ["2xx", "5xx"]);
  const [row] = rows;
  deepEqual([row!.requests, row!.aborted, row!.bytesIn, row!.bytesOut], [
    100,
    10,
    300,
    7_000,
  ]);
  for (const [name, ms] of [["p50", 50], ["p95", 95], ["p99", 99]] as const) {
    const value = Number(row![`durationMs_${name}`]);
    ok(Math.abs(value - ms) <= 1.5, `${name} is ${value}`);
  }
  equal(row!.from, new Date(Number(row!.fromMs)).toISOString());
});

Deno.test("requests by the day are one row where those by the hour are two", async () => {
  using it = await rig();
  it.clock.ms -= it.clock.ms % DAY_MS;
  for (let hour = 0; hour < 2; hour++) {
    count(it.monitoring, "/");
    await it.monitoring.flush();
    it.clock.advance(HOUR_MS);
  }
  const hours = await rowsOf(it.store, "http-hourly", it.clock.ms);
  deepEqual(hours.map(({ requests }) => requests), [1, 1]);
  const days = await rowsOf(it.store, "http-daily", it.clock.ms);
  deepEqual(days.map(({ requests }) => requests), [2]);
});

Deno.test("a row of calls tells what was relayed of need apart from choice", async () => {
  using store = await testStore();
  const calls = new CallTally();
  calls.addCall("none");
  calls.addRelayed(8, "needed");
  calls.addRelayed(5, "chosen");
  const startAt = NOW - NOW % HOUR_MS;
  const period = rtcPeriodKind.createMerger(startAt).toPeriod();
  await store.commit({
    mutations: [{
      type: "set",
      key: rtcPeriodKind.keys.periodPart("hour", startAt, 0),
      value: { ...period, calls: calls.toPlain() },
    }],
  });
  const [row] = await rowsOf(store, "rtc-hourly", NOW + HOUR_MS);
  deepEqual(
    [row!.callCount, row!.relayedNeededBytes, row!.relayedChosenBytes],
    [1, 8, 5],
  );
});

Deno.test("rows of beacons end with their week, and say who is not believed", async () => {
  using store = await testStore();
  await addBeacons(
    store,
    beacon(NOW - 1, { sessionId: "stranger", isUnverified: true }),
    beacon(NOW - 2, { sessionId: "member" }),
    beacon(NOW - 3, { sessionId: "past", expiresAt: NOW }),
  );
  const rows = await rowsOf(store, "kpis", NOW);
  deepEqual(
    rows.map(({ sessionId, isUnverified }) => [sessionId, isUnverified]),
    [["member", false], ["stranger", true]],
  );
  equal((await rowsOf(store, "kpis", NOW + KPI_LIFE_MS)).length, 0);
});

Deno.test("rows of what admins did keep to the span, oldest first", async () => {
  using store = await testStore();
  let now = NOW - 10 * DAY_MS;
  const log = new AuditLog(store, () => now);
  const deed = { action: "exported", from: "f", who: "token" } as const;
  for (const about of ["before", "first", "last"]) {
    await log.note({ ...deed, about });
    now += 4 * DAY_MS;
  }
  const rows = await rowsOf(store, "audit", NOW);
  deepEqual(rows.map(({ about }) => about), ["first", "last"]);
  deepEqual(rows[0], {
    done: new Date(NOW - 6 * DAY_MS).toISOString(),
    doneAtMs: NOW - 6 * DAY_MS,
    action: "exported",
    title: "Exported figures",
    who: "token",
    from: "f",
    about: "first",
    unwrittenCount: 0,
  });
  const late = { fromMs: 0, toMs: NOW, now: NOW - 2 * DAY_MS + AUDIT_MS };
  const kept = await Array.fromAsync(openTable(store, "audit", late).rows);
  equal(kept.length, 0, "entries end with their ninety days");
});

Deno.test("a row of an alert has each of its moments", async () => {
  using store = await testStore();
  const id = await addAlertOf(store, 30, { isOpen: true, severity: "high" });
  const seenAt = NOW - 60_000;
  await acknowledgeAlert(store, id, seenAt);
  const [row] = await rowsOf(store, "alerts", NOW);
  const at = (ms: number) => new Date(ms).toISOString();
  deepEqual([row!.id, row!.severity, row!.value, row!.worstValue], [
    id,
    "high",
    1_240,
    2_310,
  ]);
  deepEqual([row!.started, row!.opened, row!.acknowledged, row!.resolved], [
    at(NOW - 32 * 60_000),
    at(NOW - 30 * 60_000),
    at(seenAt),
    undefined,
  ]);
});

Deno.test("alerts about calls have a table of their own, by when they opened", async () => {
  using store = await testStore();
  const loss = { kind: "call-loss", isOpen: true };
  await addAlertOf(store, 30, loss);
  await addAlertOf(store, 20, { kind: "call-rtt" });
  await addAlertOf(store, 8 * 24 * 60, loss);
  await addAlertOf(store, -1, loss);
  await addAlertOf(store, 10);
  const subjectsOf = async (name: ExportTable) =>
    (await rowsOf(store, name, NOW)).map(({ subject }) => subject);
  deepEqual(await subjectsOf("call-alerts"), ["20", "30"]);
  deepEqual(await subjectsOf("alerts"), ["10"]);
});

Deno.test("an alert about a call that is past its time is in no table", async () => {
  using store = await testStore();
  await addAlertOf(store, 30, { kind: "call-loss", expiresAt: NOW });
  await addAlertOf(store, 40, { kind: "call-loss", expiresAt: NOW + 1 });
  const rows = await rowsOf(store, "call-alerts", NOW);
  deepEqual(rows.map(({ subject }) => subject), ["40"]);
});
