import { deepEqual, equal, ok } from "node:assert/strict";
import { serialize } from "node:v8";
import type { Store } from "@/lib/kv/store.ts";
import {
  RTC_MEASURES,
  RtcAggregate,
} from "@/lib/monitoring/calls/aggregate.ts";
import {
  createRtcRollUp,
  rtcPeriodKind,
} from "@/lib/monitoring/calls/period_kind.ts";
import { MAX_VALUE_BYTES } from "@/lib/monitoring/core/pack.ts";
import type { TierName } from "@/lib/monitoring/core/tiers.ts";
import { addBeacons, beacon, storeWith } from "./beacons.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NOON = Date.UTC(2026, 10, 20, 12);
const ALL = { fromMs: NOON - 10 * DAY_MS, toMs: NOON + 90 * DAY_MS };

function periods(store: Store, tier: TierName, now = NOON) {
  const rollUp = createRtcRollUp(store, () => now);
  return Array.fromAsync(rollUp.periods(tier, ALL));
}

async function runAt(store: Store, now: number): Promise<number> {
  return await createRtcRollUp(store, () => now).run();
}

Deno.test("createRtcRollUp() sums hours and days up from their beacons", async () => {
  using store = await storeWith(
    beacon(NOON - 2 * HOUR_MS, { ttfmMs: 300, iceOk: true, relay: true }),
    beacon(NOON - 2 * HOUR_MS + 1, { ttfmMs: 900, reason: "ice-failed" }),
    beacon(NOON - 1, { iceOk: false, droppedFieldCount: 2 }),
    beacon(NOON, { matchMs: 50 }),
  );
  const unrolled = await periods(store, "day");
  await runAt(store, NOON);
  const hours = await periods(store, "hour");
  deepEqual(hours.map(({ startAt, beaconCount }) => [startAt, beaconCount]), [
    [NOON - 2 * HOUR_MS, 2],
    [NOON - HOUR_MS, 1],
    [NOON, 1],
  ]);
  const days = await periods(store, "day");
  deepEqual(days, unrolled);
  const [day] = days;
  equal(day?.beaconCount, 4);
  deepEqual(day?.ice, { yesCount: 1, knownCount: 2 });
  deepEqual(day?.relay, { yesCount: 1, knownCount: 1 });
  equal(day?.ttfmMs.sum, 1200);
  deepEqual(day?.reasons, { "ice-failed": 1 });
});

Deno.test("createRtcRollUp() takes a beacon written after its hour had ended", async () => {
  using store = await storeWith(beacon(NOON - 10));
  await runAt(store, NOON + 1000);
  await addBeacons(store, beacon(NOON - 5));
  await runAt(store, NOON + DAY_MS);
  equal((await periods(store, "hour"))[0]?.beaconCount, 2);
});

Deno.test("createRtcRollUp() keeps an hour's last minutes after a clock that ran ahead", async () => {
  using store = await storeWith(beacon(NOON + 1));
  await runAt(store, NOON + 30 * DAY_MS);
  await runAt(store, NOON + 55 * MINUTE_MS);
  await addBeacons(store, beacon(NOON + 58 * MINUTE_MS));
  await runAt(store, NOON + 60 * MINUTE_MS);
  const hours = await periods(store, "hour");
  deepEqual(hours.map(({ startAt, beaconCount }) => [startAt, beaconCount]), [
    [NOON, 2],
  ]);
});

Deno.test("a period of all imaginable times fits in the store", () => {
  const aggregate = new RtcAggregate();
  for (let ms = 1; ms < 24 * HOUR_MS; ms = ms * 1.005 + 1) {
    const timeMs = Math.round(ms);
    aggregate.add(beacon(NOON, {
      matchMs: timeMs,
      ttfmMs: timeMs * 2,
      reconnectMs: timeMs,
      iceTries: timeMs % 1000,
    }));
  }
  const period = { ...aggregate.toPlain(), startAt: NOON };
  // Lists of floats, as the engine may keep them, take more than twice as much.
  const asFloats = structuredClone(period);
  for (const name of RTC_MEASURES) {
    const floats = [0.5];
    floats.push(...asFloats[name]!.buckets);
    floats.shift();
    asFloats[name]!.buckets = floats;
  }
  const parts = rtcPeriodKind.split(asFloats);
  ok(parts.length > 1);
  for (const { value } of parts) {
    ok(serialize(value).length <= MAX_VALUE_BYTES);
  }
  const join = (some: typeof parts) =>
    rtcPeriodKind.join(NOON, some.map(({ value }) => value));
  deepEqual(join(parts), asFloats);
  deepEqual(join(rtcPeriodKind.split(period)), period);
});
