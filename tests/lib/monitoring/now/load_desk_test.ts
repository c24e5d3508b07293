import { deepEqual, equal, ok } from "node:assert/strict";
import { addKpi, type KpiRecord } from "@/lib/monitoring/calls/kpi_store.ts";
import { createRtcRollUp } from "@/lib/monitoring/calls/period_kind.ts";
import { createHttpRollUp } from "@/lib/monitoring/http/period_kind.ts";
import { noteLiveMinute } from "@/lib/monitoring/now/live_minutes.ts";
import { loadDesk } from "@/lib/monitoring/now/load_desk.ts";
import { beacon } from "@/tests/lib/monitoring/calls/beacons.ts";
import { count, type Rig, rig } from "@/tests/lib/monitoring/http/helpers.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function load({ store, clock }: Rig) {
  return loadDesk({
    store,
    httpRollUp: createHttpRollUp(store, clock.now),
    rtcRollUp: createRtcRollUp(store, clock.now),
    price: { perGbUsd: 0.05, freeGbPerMonth: 0, monthlyFeeUsd: 0 },
  }, clock.ms);
}

let lot = 0;

/** Both sides of a call tell of it at its end. */
async function tellOfCall(
  { store, clock }: Rig,
  fields: Partial<KpiRecord>,
): Promise<void> {
  for (let side = 0; side < 2; side++) {
    const record = beacon(clock.ms, { funnel: { matched: 1 }, ...fields });
    await addKpi(store, record, () => ++lot / 1e6);
  }
}

async function ask(it: Rig, route: string, times: number): Promise<void> {
  for (let i = 0; i < times; i++) count(it.monitoring, route);
  await it.monitoring.flush();
}

Deno.test("loadDesk() tells the last hour, and the same hour of days before", async () => {
  using it = await rig();
  const startedAt = it.clock.ms;
  await ask(it, "/chat", 7_200);
  await tellOfCall(it, { ttfmMs: 400, iceOk: true });
  it.clock.ms = startedAt + 6 * DAY_MS + 10 * MINUTE_MS;
  await ask(it, "/chat", 3_600);
  it.clock.ms = startedAt + 7 * DAY_MS + 20 * MINUTE_MS;
  await ask(it, "/chat", 36);
  await tellOfCall(it, { ttfmMs: 900, iceOk: false });
  const { now, yesterday, lastWeek } = await load(it);
  equal(lastWeek.requestsPerSecond, 2);
  equal(yesterday.requestsPerSecond, 1);
  ok(Math.abs(lastWeek.firstMediaP95Ms! - 400) < 5, "within 1 %");
  equal(lastWeek.iceSuccessPct, 100);
  equal(lastWeek.matchesPerMinute, 1 / 60);
  equal(yesterday.firstMediaP95Ms, undefined, "nobody told of a call");
  ok(Math.abs(now.firstMediaP95Ms! - 900) < 10);
  equal(now.iceSuccessPct, 0);
});

Deno.test("loadDesk() leaves out what the desk itself asks for", async () => {
  using it = await rig();
  await ask(it, "/api/monitoring/overview", 500);
  const { now } = await load(it);
  equal(now.requestsPerSecond, 0);
  equal(now.answerP95Ms, undefined);
});

Deno.test("loadDesk() gives three hours by five minutes; unknown is no 0", async () => {
  using it = await rig();
  it.clock.ms -= it.clock.ms % HOUR_MS;
  const startedAt = it.clock.ms;
  await ask(it, "/chat", 300);
  it.clock.ms = startedAt + 30 * MINUTE_MS + 1;
  await ask(it, "/chat", 30);
  const { course } = await load(it);
  equal(course.length, 36);
  equal(course.at(-1)!.startAt, startedAt + 30 * MINUTE_MS);
  const rates = course.map(({ values }) => values.requestsPerSecond);
  equal(rates[29], 1);
  deepEqual(rates.slice(0, 29), Array(29).fill(undefined));
  deepEqual(rates.slice(30, 35), Array(5).fill(undefined));
});

Deno.test("loadDesk() tells how many talked, minute by minute, also last week", async () => {
  using it = await rig();
  it.clock.ms -= it.clock.ms % HOUR_MS;
  const startedAt = it.clock.ms;
  for (const [agoMs, callCount] of [[7 * DAY_MS, 40], [DAY_MS, 10], [0, 4]]) {
    for (let minute = 0; minute < 4; minute++) {
      const at = startedAt - agoMs! + minute * MINUTE_MS;
      const counts = { callCount: callCount! + minute, waitingCount: minute };
      await noteLiveMinute(it.store, counts, at);
    }
  }
  it.clock.ms = startedAt + 4 * MINUTE_MS;
  const at = startedAt - DAY_MS + 4 * MINUTE_MS;
  const later = { callCount: 11.5, waitingCount: 0, openAlertCount: 3 };
  await noteLiveMinute(it.store, later, at);
  const { now, yesterday, lastWeek, course } = await load(it);
  equal(yesterday.openAlertCount, 3, "the mean of the minutes that know it");
  equal(lastWeek.openAlertCount, undefined);
  equal(lastWeek.callCount, 41.5);
  equal(yesterday.callCount, 11.5);
  equal(now.callCount, 5.5);
  equal(course.at(-1)!.values.waitingCount, 1.5);
  equal(course.at(-2)!.values.callCount, undefined);
});
