import { deepEqual, equal } from "node:assert/strict";
import { adoptOlder } from "@/lib/monitoring/adopt_older.ts";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import { createRtcRollUp } from "@/lib/monitoring/calls/period_kind.ts";
import { testStore } from "@/tests/helpers.ts";
import { count, hourlyRequests, rig } from "./http/helpers.ts";
import { addBeacons, beacon } from "./calls/beacons.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOON = Date.UTC(2026, 10, 20, 12);
const FINAL_UNTIL = ["rtc_final_until"];

Deno.test("adoptOlder() moves old hours and days, and has the open ones made anew", async () => {
  using store = await testStore();
  const old = new RtcAggregate();
  for (let i = 0; i < 5; i++) old.add(beacon(NOON, { ttfmMs: 300 }));
  const value = { fromMs: 0, expiresAt: 1, ...old.toPlain() };
  const day = NOON - 12 * HOUR_MS;
  await addBeacons(store, beacon(NOON - 1), beacon(NOON + 1), beacon(NOON + 2));
  await store.commit({
    mutations: [
      { type: "set", key: ["rtc_hour", NOON - 30 * DAY_MS], value },
      { type: "set", key: ["rtc_day", day - 30 * DAY_MS], value },
      { type: "set", key: FINAL_UNTIL, value: NOON },
      // Older versions marked nothing.
      { type: "delete", key: ["rtc_dirty", "5m", NOON] },
      { type: "delete", key: ["rtc_dirty", "5m", NOON - 5 * 60_000] },
    ],
  });
  const now = NOON + 10;
  const rollUp = createRtcRollUp(store, () => now);
  await adoptOlder(store, now);
  await rollUp.run();
  const read = async (tier: "hour" | "day") => {
    const span = { fromMs: NOON - 90 * DAY_MS, toMs: NOON + DAY_MS };
    const periods = await Array.fromAsync(rollUp.periods(tier, span));
    return periods.map(({ startAt, beaconCount }) => [startAt, beaconCount]);
  };
  deepEqual(await read("hour"), [
    [NOON - 30 * DAY_MS, 5],
    [NOON - HOUR_MS, 1],
    [NOON, 2],
  ]);
  deepEqual(await read("day"), [[day - 30 * DAY_MS, 5], [day, 3]]);
  for (const first of ["rtc_hour", "rtc_day", "rtc_final_until"]) {
    const left = await Array.fromAsync(store.list({ prefix: [first] }));
    deepEqual(left, []);
  }
  equal((await store.get(FINAL_UNTIL)).value, null);
  const { commits } = store.stats;
  await adoptOlder(store, now);
  equal(store.stats.commits, commits, "once is enough");
});

Deno.test("adoptOlder() has five-minute periods of requests made anew", async () => {
  using it = await rig();
  const { monitoring, store, clock } = it;
  for (let i = 0; i < 3; i++) {
    count(monitoring, "/");
    await monitoring.flush();
    clock.advance(10 * 60_000);
  }
  // As an older version leaves it: an hour made of parts of another name.
  await monitoring.rollUp.run();
  const parts = store.list({ prefix: ["http_period", "5m"] });
  for await (const { key } of parts) {
    await store.commit({ mutations: [{ type: "delete", key }] });
  }
  await store.commit({
    mutations: [{ type: "set", key: FINAL_UNTIL, value: 1 }],
  });
  count(monitoring, "/");
  await monitoring.flush();
  await adoptOlder(store, clock.ms);
  await monitoring.rollUp.run();
  deepEqual([...(await hourlyRequests(monitoring)).values()], [4]);
});
