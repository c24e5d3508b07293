import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  addKpi,
  KPI_LIFE_MS,
  type KpiRecord,
} from "@/lib/monitoring/calls/kpi_store.ts";
import { listRtcRollups } from "@/lib/monitoring/calls/periods.ts";
import { Store } from "@/lib/kv/store.ts";
import { RtcFigures } from "@/lib/monitoring/calls/aggregate.ts";
import { RtcRecent } from "@/lib/monitoring/calls/recent.ts";
import { reportRtc } from "@/lib/monitoring/calls/report.ts";
import {
  figuresOf,
  HOUR_MS,
  hourOf,
  rollUpRtc,
} from "@/lib/monitoring/calls/roll_up.ts";
import { summarizeRtc } from "@/lib/monitoring/calls/summary.ts";

const DAY_MS = 24 * HOUR_MS;
/** Noon of a day, UTC. */
const NOON = Math.floor(1_787_400_000_000 / DAY_MS) * DAY_MS + 12 * HOUR_MS;

function record(receivedAtMs: number, fields: Partial<KpiRecord> = {}) {
  return {
    ts: receivedAtMs,
    sessionId: "s",
    receivedAtMs,
    skewMs: 0,
    droppedFieldCount: 0,
    expiresAt: receivedAtMs + KPI_LIFE_MS,
    ...fields,
  } satisfies KpiRecord;
}

async function openStore(records: readonly KpiRecord[] = []): Promise<Store> {
  const store = await Store.open(":memory:");
  let lot = 0;
  for (const one of records) await addKpi(store, one, () => ++lot / 1e6);
  return store;
}

async function stored(store: Store, kind: "hour" | "day", now = NOON) {
  const range = { fromMs: 0, toMs: 8.64e15, now };
  return await Array.fromAsync(listRtcRollups(store, kind, range));
}

Deno.test("rollUpRtc() sums hours and days up from their beacons", async () => {
  using store = await openStore([
    record(NOON - 2 * HOUR_MS, { ttfmMs: 300, iceOk: true, relay: true }),
    record(NOON - 2 * HOUR_MS + 1, { ttfmMs: 900, reason: "ice-failed" }),
    record(NOON - 1, { iceOk: false, droppedFieldCount: 2 }),
    record(NOON, { matchMs: 50 }),
  ]);
  await rollUpRtc(store, NOON);
  const hours = await stored(store, "hour");
  deepEqual(hours.map(({ fromMs, beaconCount }) => [fromMs, beaconCount]), [
    [NOON - 2 * HOUR_MS, 2],
    [NOON - HOUR_MS, 1],
    [NOON, 1],
  ]);
  const [day] = await stored(store, "day");
  equal(day?.beaconCount, 4);
  deepEqual(day?.ice, { yesCount: 1, knownCount: 2 });
  deepEqual(day?.relay, { yesCount: 1, knownCount: 1 });
  equal(day?.ttfmMs.sum, 1200);
  deepEqual(day?.reasons, { "ice-failed": 1 });
});

Deno.test("rollUpRtc() gives the same figures twice, late, and on two instances", async () => {
  const moments = fc.array(
    fc.record({
      agoMs: fc.integer({ min: 0, max: 3 * DAY_MS }),
      ttfmMs: fc.double({ min: 0, max: 9_000, noNaN: true }),
      iceOk: fc.boolean(),
    }),
    { maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(moments, async (beacons) => {
      const records = beacons.map(({ agoMs, ...fields }) =>
        record(NOON - agoMs, fields)
      );
      using once = await openStore(records);
      await rollUpRtc(once, NOON);
      using often = await openStore(records);
      await rollUpRtc(often, NOON - DAY_MS);
      await Promise.all([rollUpRtc(often, NOON), rollUpRtc(often, NOON)]);
      await rollUpRtc(often, NOON);
      deepEqual(await stored(often, "hour"), await stored(once, "hour"));
      deepEqual(await stored(often, "day"), await stored(once, "day"));
    }),
    { numRuns: 15 },
  );
});

Deno.test("rollUpRtc() makes up for hours it missed while it was down", async () => {
  using store = await openStore([record(NOON)]);
  await rollUpRtc(store, NOON + 5 * 60_000);
  await addKpi(store, record(NOON + 30 * 60_000), () => 0.5);
  await addKpi(store, record(NOON + 9 * HOUR_MS), () => 0.5);
  const later = NOON + 30.5 * HOUR_MS;
  ok(await rollUpRtc(store, later) >= 30);
  const hours = await stored(store, "hour", later);
  deepEqual(hours.map((hour) => hour.beaconCount), [2, 1]);
  equal(await rollUpRtc(store, later), 1);
});

Deno.test("rollUpRtc() takes a beacon written after its hour had ended", async () => {
  using store = await openStore([record(NOON - 10)]);
  await rollUpRtc(store, NOON + 1000);
  await addKpi(store, record(NOON - 5), () => 0.25);
  await rollUpRtc(store, NOON + 5 * 60_000);
  equal((await stored(store, "hour"))[0]?.beaconCount, 2);
});

Deno.test("rollUpRtc() leaves hours alone whose beacons begin to expire", async () => {
  using store = await openStore([record(NOON)]);
  await rollUpRtc(store, NOON);
  const later = NOON + KPI_LIFE_MS + 30 * 60_000;
  await rollUpRtc(store, later);
  equal((await stored(store, "hour", later))[0]?.beaconCount, 1);
});

Deno.test("rollUpRtc() survives a clock that jumps back", async () => {
  using store = await openStore([record(NOON)]);
  await rollUpRtc(store, NOON + DAY_MS);
  await addKpi(store, record(NOON + 1), () => 0.75);
  equal(await rollUpRtc(store, NOON + 2), 2, "the hour before is still open");
  equal((await stored(store, "hour"))[0]?.beaconCount, 2);
});

Deno.test("RtcFigures merges to what all beacons together give", () => {
  const beacon = fc.record({
    ttfmMs: fc.double({ min: 0, max: 9_000, noNaN: true }),
    turns443: fc.boolean(),
  });
  fc.assert(fc.property(fc.array(beacon), fc.array(beacon), (a, b) => {
    const together = new RtcFigures();
    const merged = new RtcFigures();
    for (const list of [a, b]) {
      const part = new RtcFigures();
      for (const fields of list) {
        together.add(record(NOON, fields));
        part.add(record(NOON, fields));
      }
      merged.addPlain(part.toPlain());
    }
    deepEqual(merged.toPlain(), together.toPlain());
  }));
});

Deno.test("rollUpRtc() keeps an hour's last minutes after a clock that ran ahead", async () => {
  using store = await openStore([record(NOON + 1)]);
  await rollUpRtc(store, NOON + 30 * DAY_MS);
  const minuteMs = 60_000;
  await rollUpRtc(store, NOON + 55 * minuteMs);
  await addKpi(store, record(NOON + 58 * minuteMs), () => 0.5);
  await rollUpRtc(store, NOON + 60 * minuteMs);
  const [hour] = await stored(store, "hour");
  deepEqual([hour?.fromMs, hour?.beaconCount], [NOON, 2]);
});

Deno.test("summarizeRtc() says nothing about what nobody reported", () => {
  const summary = summarizeRtc(new RtcFigures());
  deepEqual(summary.ttfmMs, { count: 0 });
  equal("iceSuccessPct" in summary, false);
  equal("relayPct" in summary, false);
});

Deno.test("summarizeRtc() counts a relay by TLS as a relay, and no relay as no TLS", () => {
  const figures = new RtcFigures();
  figures.add(record(NOON, { relay: true, turns443: true }));
  figures.add(record(NOON, { relay: false }));
  figures.add(record(NOON, { relay: true }));
  const summary = summarizeRtc(figures);
  equal(Math.round(summary.relayPct!), 67);
  equal(summary.turns443Pct, 50);
});

Deno.test("summarizeRtc() draws no share of relays from those that only tell of TLS", () => {
  const figures = new RtcFigures();
  figures.add(record(NOON, { turns443: true }));
  for (let i = 0; i < 3; i++) figures.add(record(NOON, { turns443: false }));
  const summary = summarizeRtc(figures);
  equal("relayPct" in summary, false);
  equal(summary.turns443Pct, 25);
});

Deno.test("summarizeRtc() tells the wait for a partner from what comes after", () => {
  const figures = new RtcFigures();
  figures.add(record(NOON, { matchMs: 60_000, ttfmMs: 60_700 }));
  figures.add(record(NOON, { ttfmMs: 900 }));
  figures.add(record(NOON, { matchMs: 500 }));
  const { ttfmMs, setupMs } = summarizeRtc(figures);
  deepEqual([ttfmMs.min, ttfmMs.max], [900, 60_700]);
  deepEqual([setupMs.count, setupMs.min, setupMs.max], [2, 700, 900]);
});

Deno.test("RtcFigures take in what was stored before set-up was measured", () => {
  const figures = new RtcFigures();
  figures.add(record(NOON, { matchMs: 5, ttfmMs: 300 }));
  const { setupMs: _, ...old } = figures.toPlain();
  figures.addPlain(old);
  equal(figures.sketch("ttfmMs").count, 2);
  equal(figures.sketch("setupMs").count, 1);
});

Deno.test("reportRtc() joins stored hours with the live one and leaves no hour out", async () => {
  const now = NOON + 20 * 60_000;
  using store = await openStore([
    record(NOON - 5 * HOUR_MS, { ttfmMs: 200 }),
    record(NOON - HOUR_MS, { ttfmMs: 400 }),
  ]);
  await rollUpRtc(store, now);
  await addKpi(store, record(now - 1, { ttfmMs: 600 }), () => 0.5);
  const rtcRecent = new RtcRecent(store, () => now);
  const report = await reportRtc({ store, rtcRecent }, { hourCount: 6, now });
  deepEqual(report.hours.map((hour) => hour.beaconCount), [1, 0, 0, 0, 1, 1]);
  equal(report.hours.at(-1)?.fromMs, hourOf(now));
  equal(report.summary.ttfmMs.max, 600);
  equal(report.summary.ttfmMs.count, 3);
});

Deno.test("figuresOf() leaves out a beacon whose week is over", async () => {
  using store = await openStore([record(NOON)]);
  const range = { fromMs: NOON, toMs: NOON + 1 };
  equal((await figuresOf(store, range, NOON)).beaconCount, 1);
  const later = NOON + KPI_LIFE_MS;
  equal((await figuresOf(store, range, later)).beaconCount, 0);
});
