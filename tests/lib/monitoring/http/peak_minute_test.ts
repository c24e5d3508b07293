import { deepEqual, equal } from "node:assert/strict";
import { createHttpRollUp } from "@/lib/monitoring/http/period_kind.ts";
import { HttpPeriodMerger } from "@/lib/monitoring/http/period.ts";
import type { TierName } from "@/lib/monitoring/core/tiers.ts";
import { count, type Rig, rig } from "./helpers.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

async function peaksOf({ store, clock }: Rig, tier: TierName) {
  const rollUp = createHttpRollUp(store, clock.now);
  const span = { fromMs: clock.ms - 2 * DAY_MS, toMs: clock.ms + DAY_MS };
  const periods = await Array.fromAsync(rollUp.periods(tier, span));
  return periods.map(({ peakMinute }) => peakMinute);
}

Deno.test("a day knows its busiest minute, of all instances together", async () => {
  using it = await rig();
  const two = it.another("two");
  for (let minute = 0; minute < 90; minute++) {
    const requestCount = minute === 40 ? 25 : 1;
    for (const one of [it.monitoring, two]) {
      for (let i = 0; i < requestCount; i++) {
        count(one, "/chat", { bytesIn: 1, bytesOut: 9 });
      }
      await one.flush();
    }
    it.clock.advance(MINUTE_MS);
  }
  const peak = { requests: 50, sizeBytes: 500 };
  deepEqual(await peaksOf(it, "day"), [peak]);
  await createHttpRollUp(it.store, it.clock.now).run();
  deepEqual(await peaksOf(it, "day"), [peak]);
  const hours = await peaksOf(it, "hour");
  deepEqual(hours.map((one) => one?.requests), [50, 2]);
});

Deno.test("the busiest minute is one of visitors, not of the dashboard", async () => {
  using it = await rig();
  for (let i = 0; i < 20; i++) {
    count(it.monitoring, "/api/monitoring/realtime");
  }
  count(it.monitoring, "/chat");
  await it.monitoring.flush();
  deepEqual(await peaksOf(it, "hour"), [{ requests: 1, sizeBytes: 100 }]);
});

Deno.test("what was filed under one minute for many is no busy minute", () => {
  const merger = new HttpPeriodMerger(0);
  const nothing = { series: [], visitors: new Float64Array(0) };
  merger.addRecord({ ...nothing, startAt: 0, lastAt: MINUTE_MS });
  equal(merger.toPeriod().peakMinute, null);
});

Deno.test("a period whose parts are older than the figure has none", () => {
  const merger = new HttpPeriodMerger(0);
  const older = { series: [], visitors: new Float64Array(0) };
  merger.addPeriod({ ...older, startAt: 0 });
  equal(merger.toPeriod().peakMinute, null);
  merger.addPeriod({
    ...older,
    startAt: 300_000,
    peakMinute: { requests: 3, sizeBytes: 4 },
  });
  deepEqual(merger.toPeriod().peakMinute, { requests: 3, sizeBytes: 4 });
});
