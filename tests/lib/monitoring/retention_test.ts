import { deepEqual, equal, ok } from "node:assert/strict";
import { orderedId } from "@/lib/identity/ordered_id.ts";
import { jobsOf } from "@/lib/app/jobs.ts";
import { commitCondition } from "@/lib/monitoring/alerts/alert_store.ts";
import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import { timeText } from "@/lib/monitoring/alerts/keys.ts";
import { openTable } from "@/lib/monitoring/export/tables.ts";
import { addKpi } from "@/lib/monitoring/calls/kpi_store.ts";
import {
  RETENTION_DEFAULTS,
  RETENTION_FIGURES,
  sweepMonitoring,
} from "@/lib/monitoring/retention.ts";
import type { Store } from "@/lib/kv/store.ts";
import {
  seededRandom,
  TestClock,
  testServices,
  testStore,
} from "@/tests/helpers.ts";
import { writePast } from "@/tests/made_past.ts";

const DAY_MS = 24 * 3_600_000;

/** First day with anything in each table, counted back from now. */
async function oldest(store: Store, now: number) {
  const ages: Record<string, number> = {};
  const range = { fromMs: 0, toMs: now + 1, now };
  const tables = ["http-hourly", "http-daily", "rtc-hourly", "kpis"] as const;
  for (const name of tables) {
    for await (const row of openTable(store, name, range).rows) {
      const at = Number(row["fromMs"] ?? row["receivedAtMs"]);
      ages[name] = Math.max(ages[name] ?? 0, Math.floor((now - at) / DAY_MS));
    }
  }
  return ages;
}

async function fill(store: Store, now: number): Promise<void> {
  const random = seededRandom(1);
  await writePast(store, { now, random, dayCount: 40 });
  for (let day = 0; day < 6; day++) {
    const receivedAtMs = now - day * DAY_MS;
    await addKpi(store, {
      ts: receivedAtMs,
      sessionId: "s",
      receivedAtMs,
      skewMs: 0,
      droppedFieldCount: 0,
      expiresAt: now + DAY_MS,
    }, random);
  }
}

Deno.test("sweepMonitoring() deletes what is older than wanted, and only that", async () => {
  using store = await testStore();
  const { ms: now } = new TestClock();
  await fill(store, now);
  equal(await sweepMonitoring(store, RETENTION_DEFAULTS, now), 0);
  const kept = {
    ...RETENTION_DEFAULTS,
    hourDays: 14,
    dayDays: 30,
    beaconDays: 2,
  };
  ok(await sweepMonitoring(store, kept, now) > 0);
  deepEqual(await oldest(store, now), {
    "http-hourly": 14,
    "http-daily": 30,
    "rtc-hourly": 14,
    "kpis": 2,
  });
  equal(await sweepMonitoring(store, kept, now), 0);
});

Deno.test("sweepMonitoring() deletes what is kept of calls that are long over", async () => {
  using store = await testStore();
  const { ms: now } = new TestClock();
  const firsts = ["kpi_by_pair", "call_log", "call_record", "call_member"];
  const ids = [3, 1].map((days) => orderedId(now - days * DAY_MS));
  for (const first of [...firsts, "call_alert"]) {
    for (const id of ids) {
      const key = [first, id, "part"];
      await store.commit({ mutations: [{ type: "set", key, value: 1 }] });
    }
  }
  const kept = { ...RETENTION_DEFAULTS, beaconDays: 2 };
  equal(await sweepMonitoring(store, kept, now), 5);
  for (const first of [...firsts, "call_alert"]) {
    const left = await Array.fromAsync(store.list({ prefix: [first] }));
    deepEqual(left.map(({ key }) => key[1]), [ids[1]], first);
  }
});

Deno.test("sweepMonitoring() deletes closed alerts, and none that is open", async () => {
  using store = await testStore();
  const { ms: now } = new TestClock();
  const alert = (id: string, resolvedAt: number | null): Alert => ({
    id,
    kind: "k",
    subject: id,
    title: "t",
    severity: "low",
    unit: "%",
    value: 1,
    worstValue: 1,
    threshold: 1,
    startedAt: 0,
    openedAt: 0,
    updatedAt: 0,
    acknowledgedAt: null,
    resolvedAt,
    resolvedBecause: null,
    expiresAt: null,
  });
  const old = timeText(now - 50 * DAY_MS);
  const alerts = [
    alert(`${old}-closed`, now - 49 * DAY_MS),
    alert(`${old}-closed-lately`, now - DAY_MS),
    alert(`${old}-open`, null),
  ];
  for (const after of alerts) {
    const { kind, subject } = after;
    const condition = { kind, subject, versionstamp: null, state: null };
    const change = { ...condition, alert: { after, versionstamp: null } };
    ok(await commitCondition(store, change, now));
  }
  const kept = { ...RETENTION_DEFAULTS, alertDays: 7 };
  equal(await sweepMonitoring(store, kept, now), 1);
  equal(await sweepMonitoring(store, kept, now), 0);
});

Deno.test("no retention may be set beyond what the store is told", () => {
  deepEqual(
    Object.values(RETENTION_FIGURES).map(({ max }) => max),
    [90, 730, 7, 90, 90],
  );
});

Deno.test("the sweep goes by what admins set", async () => {
  using services = await testServices();
  const { store, clock, settings, adminDoor } = services;
  await fill(store, clock.ms);
  const note = () =>
    adminDoor.note({ sessionId: null }, "exported", { address: "a" });
  await note();
  clock.advance(31 * DAY_MS);
  await note();
  await settings.retention.change({ hourDays: 50, auditDays: 30 });
  const sweep = jobsOf(services).find(({ name }) => name.startsWith("forget"));
  await sweep!.run();
  const ages = await oldest(store, clock.ms);
  equal(ages["http-hourly"], 50);
  equal(ages["http-daily"], 71);
  clock.advance(-31 * DAY_MS);
  equal(
    (await adminDoor.audit.latest(10, { before: clock.ms + 40 * DAY_MS }))
      .length,
    1,
  );
});
