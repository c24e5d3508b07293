import { deepEqual, equal } from "node:assert/strict";
import { createRtcRollUp } from "@/lib/monitoring/calls/period_kind.ts";
import { reportRtc } from "@/lib/monitoring/calls/report.ts";
import { addBeacons, beacon, storeWith } from "./beacons.ts";

const HOUR_MS = 3_600_000;
const NOON = Date.UTC(2026, 10, 20, 12);

Deno.test("reportRtc() joins stored hours with the live one and leaves no hour out", async () => {
  const now = NOON + 20 * 60_000;
  using store = await storeWith(
    beacon(NOON - 5 * HOUR_MS, { ttfmMs: 200 }),
    beacon(NOON - HOUR_MS, { ttfmMs: 400 }),
  );
  const rollUp = createRtcRollUp(store, () => now);
  await rollUp.run();
  await addBeacons(store, beacon(now - 1, { ttfmMs: 600 }));
  const report = await reportRtc(rollUp, { hourCount: 6, now });
  deepEqual(report.hours.map((hour) => hour.beaconCount), [1, 0, 0, 0, 1, 1]);
  equal(report.hours.at(-1)?.fromMs, NOON);
  equal(report.summary.ttfmMs.max, 600);
  equal(report.summary.ttfmMs.count, 3);
});
