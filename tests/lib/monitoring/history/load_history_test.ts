import { deepEqual, equal, ok } from "node:assert/strict";
import { addKpi } from "@/lib/monitoring/calls/kpi_store.ts";
import { CallTally } from "@/lib/monitoring/calls/call_tally.ts";
import { periodStart } from "@/lib/monitoring/core/tiers.ts";
import {
  createRtcRollUp,
  rtcPeriodKind,
  type RtcRollUp,
} from "@/lib/monitoring/calls/period_kind.ts";
import {
  createHttpRollUp,
  type HttpRollUp,
} from "@/lib/monitoring/http/period_kind.ts";
import type { HttpPeriod } from "@/lib/monitoring/http/period.ts";
import { planHistory } from "@/lib/monitoring/history/history_query.ts";
import { linesOf, loadHistory } from "@/lib/monitoring/history/load_history.ts";
import { count, type Rig, rig } from "@/tests/lib/monitoring/http/helpers.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

function sourceOf({ store, clock }: Rig) {
  return {
    httpRollUp: createHttpRollUp(store, clock.now) as HttpRollUp,
    rtcRollUp: createRtcRollUp(store, clock.now) as RtcRollUp,
    now: clock.ms,
    hasOwn: false,
    price: { perGbUsd: 0.05, freeGbPerMonth: 0, monthlyFeeUsd: 0 },
  };
}

Deno.test("a one-minute peak is kept in a year's view", async () => {
  using it = await rig();
  const startedAt = it.clock.ms;
  for (let day = 0; day < 300; day++) {
    it.clock.ms = startedAt + day * DAY_MS;
    count(it.monitoring, "/chat", { bytesOut: 1_000 });
    await it.monitoring.flush();
    if (day === 137) {
      it.clock.advance(2 * MINUTE_MS);
      for (let i = 0; i < 75; i++) {
        count(it.monitoring, "/chat", { bytesOut: 1_000_000 });
      }
      await it.monitoring.flush();
    }
    await it.monitoring.rollUp.run();
  }
  const plan = planHistory({ range: "1y" }, it.clock.ms);
  const { span, rows, step } = await loadHistory(sourceOf(it), plan);
  equal(step, "day");
  equal(rows.length, 365);
  const highest = (name: keyof typeof span.lines) =>
    Math.max(...span.lines[name]!.points.map(([, value]) => value ?? 0));
  equal(highest("peakRequestsPerMinute"), 75);
  equal(highest("peakBandwidthBps"), 75e6 * 8 / 60);
  for (const { points, sampleCount } of Object.values(span.lines)) {
    ok(sampleCount >= 299, `${sampleCount} days`);
    ok(points.length <= 400, `${points.length} points`);
    ok(points.some(([, value]) => value === null), "before the site began");
  }
});

Deno.test("a history leaves the dashboard's own requests out, unless asked", async () => {
  using it = await rig();
  count(it.monitoring, "/chat", { bytesOut: 1_000 });
  for (let i = 0; i < 9; i++) count(it.monitoring, "/api/monitoring/status");
  await it.monitoring.flush();
  const plan = planHistory({ range: "24h" }, it.clock.ms);
  const source = sourceOf(it);
  const { totals } = (await loadHistory(source, plan)).span;
  equal(totals.requestCount, 1);
  equal(totals.sizeBytes, 1_000);
  const all = await loadHistory({ ...source, hasOwn: true }, plan);
  equal(all.span.totals.requestCount, 10);
});

Deno.test("the running hour is told by what of it is over", async () => {
  using it = await rig();
  for (let i = 0; i < 30; i++) count(it.monitoring, "/");
  await it.monitoring.flush();
  it.clock.advance(10 * MINUTE_MS);
  const plan = planHistory({ range: "24h" }, it.clock.ms);
  const { rows } = await loadHistory(sourceOf(it), plan);
  const { values } = rows.at(-1)!;
  equal(values.requestsPerMinute, 3);
  equal(values.callCount, undefined, "a count that still grows is no fall");
  equal(values.visitorCount, undefined);
});

Deno.test("what nobody counted is a gap, and an hour without calls has none", async () => {
  using it = await rig();
  count(it.monitoring, "/");
  await it.monitoring.flush();
  it.clock.advance(3 * 60 * MINUTE_MS);
  await addKpi(it.store, beaconAt(it.clock.ms), () => 0.5);
  it.clock.advance(60 * MINUTE_MS);
  const plan = planHistory({ range: "24h" }, it.clock.ms);
  const { rows, span } = await loadHistory(sourceOf(it), plan);
  deepEqual(rows.slice(-5, -1).map(({ values }) => values.callCount ?? null), [
    0,
    null,
    null,
    1,
  ]);
  equal(span.totals.callCount, 1);
  equal(span.totals.firstMediaP95Ms, rows.at(-2)!.values.firstMediaP95Ms);
  equal(span.lines.relayPct, undefined);
});

Deno.test("two spans are compared, each with its own totals", async () => {
  using it = await rig();
  const requestsOfDay = [4, 2];
  for (const requests of requestsOfDay) {
    for (let i = 0; i < requests; i++) count(it.monitoring, "/");
    await it.monitoring.flush();
    it.clock.advance(DAY_MS);
  }
  it.clock.advance(-DAY_MS);
  const plan = planHistory({ range: "24h", against: "before" }, it.clock.ms);
  const { span, against } = await loadHistory(sourceOf(it), plan);
  equal(span.totals.requestCount, 2);
  equal(against!.totals.requestCount, 4);
  equal(span.fromMs - against!.fromMs, DAY_MS);
});

Deno.test("periods of older versions have no busiest minute, and say so", async () => {
  const older = {
    startAt: Date.UTC(2026, 10, 20, 11),
    series: [],
    visitors: new Float64Array(0),
    peak: null,
    peakMinute: null,
  } satisfies HttpPeriod;
  using it = await rig();
  const source = {
    ...sourceOf(it),
    httpRollUp: { periods: () => only(older) },
  };
  const plan = planHistory({ range: "24h" }, it.clock.ms);
  const { span } = await loadHistory(source, plan);
  equal(span.lines.peakBandwidthBps, undefined);
  ok(span.lines.bandwidthBps !== undefined);
});

async function* only<T>(value: T): AsyncGenerator<T> {
  yield value;
}

function beaconAt(atMs: number) {
  return {
    ts: atMs,
    sessionId: "s",
    receivedAtMs: atMs,
    skewMs: 0,
    droppedFieldCount: 0,
    expiresAt: atMs + DAY_MS,
    matchMs: 100,
    ttfmMs: 900,
    funnel: { matched: 100 },
  };
}

Deno.test("a season of hours reaches the browser as some hundred points", () => {
  const HOUR_MS = 60 * MINUTE_MS;
  const rows = Array.from({ length: 90 * 24 }, (_, hour) => ({
    startAt: hour * HOUR_MS,
    values: hour >= 500 && hour < 600
      ? {}
      : { callCount: hour === 1_001 ? 900 : hour % 7 },
  }));
  const { points, sampleCount } = linesOf(rows).callCount!;
  equal(sampleCount, 90 * 24 - 100);
  ok(points.length <= 400, `${points.length} points`);
  ok(points.some(([, value]) => value === 900));
  const inGap = points.filter(([at]) =>
    at >= 500 * HOUR_MS && at < 600 * HOUR_MS
  );
  ok(inGap.length > 0);
  ok(inGap.every(([, value]) => value === null));
});

/** Files a closed call under its hour, with what was relayed for it. */
async function relayed(it: Rig, atMs: number, gigabytes: number) {
  const tally = new CallTally();
  tally.addCall("none");
  tally.addRelayed(gigabytes * 1e9, "needed");
  const merger = rtcPeriodKind.createMerger(0);
  for (const tier of ["hour", "day"] as const) {
    const startAt = periodStart(tier, atMs);
    const period = merger.toPeriod();
    const value = { ...period, startAt, calls: tally.toPlain() };
    const key = rtcPeriodKind.keys.periodPart(tier, startAt, 0);
    await it.store.commit({ mutations: [{ type: "set", key, value }] });
  }
}

Deno.test("a history tells what relaying costs, and the month's projection", async () => {
  using it = await rig();
  // Noon of the 20th: the tenth day before is in the month, not in the pace.
  const noon = it.clock.ms;
  await relayed(it, noon - 10 * DAY_MS, 100);
  await relayed(it, noon - 60 * MINUTE_MS, 40);
  const plan = planHistory({ range: "24h" }, it.clock.ms);
  const { span, month } = await loadHistory(sourceOf(it), plan);
  equal(span.totals.relayedBytes, 40e9);
  equal(span.totals.turnCostUsd, 2);
  equal(span.totals.callCount, 1);
  const cost = span.lines.turnCostUsd!.points.filter(([, value]) => value);
  deepEqual(cost.map(([, value]) => value), [2]);
  equal(month?.relayedBytes, 140e9);
  equal(month?.costUsd, 7);
  // 40 GB in the last 6.5 days; 10.5 are to come.
  const projectedGb = 140 + 40 / 6.5 * 10.5;
  ok(Math.abs(month!.projectedBytes / 1e9 - projectedGb) < 0.01);
});

Deno.test("a history of a site that measured no call tells no cost", async () => {
  using it = await rig();
  count(it.monitoring, "/");
  await it.monitoring.flush();
  const plan = planHistory({ range: "24h" }, it.clock.ms);
  const { span, month } = await loadHistory(sourceOf(it), plan);
  equal(month, null);
  equal(span.totals.turnCostUsd, undefined);
  equal(span.lines.turnCostUsd, undefined);
});
