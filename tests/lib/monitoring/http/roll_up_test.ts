import { deepEqual, equal, ok } from "node:assert/strict";
import type { Store } from "@/lib/kv/store.ts";
import { count, hourlyRequests, rig } from "./helpers.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

async function dump(store: Store, prefix: Deno.KvKey): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const { key, value } of store.list({ prefix })) {
    values.push([key, value]);
  }
  return values;
}

Deno.test("roll-up run twice, late or never reads the same", async () => {
  using it = await rig();
  const { monitoring, store, clock } = it;
  for (let i = 0; i < 200; i++) {
    count(monitoring, `/r${i % 7}`, { durationMs: i, headersMs: i / 2 });
    if (i % 3 === 0) await monitoring.flush();
    clock.advance(61_000);
  }
  await monitoring.flush();
  const unrolled = await monitoring.reader.hourly(10);
  await monitoring.rollUp.run();
  const stored = await dump(store, ["http_period"]);
  deepEqual(await monitoring.reader.hourly(10), unrolled);
  await monitoring.rollUp.run();
  deepEqual(await dump(store, ["http_period"]), stored);
  equal((await dump(store, ["http_dirty"])).length, 0);
});

Deno.test("roll-up catches up after hours without one", async () => {
  using it = await rig();
  const { monitoring, clock } = it;
  const noon = clock.ms;
  for (let hour = 0; hour < 5; hour++) {
    count(monitoring, "/");
    await monitoring.flush();
    clock.advance(HOUR_MS);
  }
  equal((await monitoring.status()).status, "warning");
  await monitoring.rollUp.run();
  equal((await monitoring.status()).status, "healthy");
  const hours = await hourlyRequests(monitoring, 6);
  deepEqual([...hours], [0, 1, 2, 3, 4].map((h) => [noon + h * HOUR_MS, 1]));
});

Deno.test("roll-up takes in what comes after it", async () => {
  using it = await rig();
  const { monitoring, clock } = it;
  const late = it.another("two");
  count(late, "/late");
  count(monitoring, "/");
  await monitoring.flush();
  clock.advance(3 * HOUR_MS);
  await monitoring.rollUp.run();
  await late.flush();
  await monitoring.rollUp.run();
  deepEqual([...(await hourlyRequests(monitoring)).values()], [2]);
});

Deno.test("two instances on one store make one set of periods", async () => {
  using it = await rig();
  const { monitoring, clock } = it;
  const other = it.another("two");
  const rollUps = [monitoring.rollUp, other.rollUp];
  for (let i = 0; i < 60; i++) {
    count(monitoring, "/", { anonId: `v${i % 10}` });
    count(other, "/", { anonId: `v${i % 20}`, status: 500 });
    await Promise.all([monitoring.flush(), other.flush()]);
    if (i % 5 === 0) await Promise.all(rollUps.map((rollUp) => rollUp.run()));
    clock.advance(1000);
  }
  await Promise.all(rollUps.map((rollUp) => rollUp.run()));
  const here = await monitoring.reader.hourly(1);
  deepEqual(await other.reader.hourly(1), here);
  const { totalRequests, errorCount, visitors } = here.periods[0]!.summary;
  deepEqual([totalRequests, errorCount, visitors], [120, 60, 20]);
});

Deno.test("daily() gives totals, the peak hour and distinct visitors", async () => {
  using it = await rig();
  const { monitoring, clock } = it;
  const noon = clock.ms;
  for (const requests of [3, 9, 2]) {
    for (let i = 0; i < requests; i++) {
      count(monitoring, "/", { anonId: `v${i}` });
    }
    await monitoring.flush();
    clock.advance(HOUR_MS);
  }
  const running = await monitoring.reader.daily(2);
  await monitoring.rollUp.run();
  const { periods } = await monitoring.reader.daily(2);
  deepEqual(running.periods, periods);
  equal(periods.length, 1);
  equal(periods[0]!.summary.totalRequests, 14);
  equal(periods[0]!.uniqueUsers, 9);
  deepEqual(periods[0]!.peakHour, { startAt: noon + HOUR_MS, requests: 9 });
  equal(periods[0]!.isComplete, false);
});

Deno.test("periods live as long as promised, and no longer", async () => {
  using it = await rig();
  const { monitoring, clock, store } = it;
  count(monitoring, "/");
  await monitoring.flush();
  await monitoring.rollUp.run();
  const requests = async (days: number) => {
    const { periods } = await monitoring.reader.daily(days);
    return periods.map(({ summary }) => summary.totalRequests);
  };
  clock.advance(3 * DAY_MS);
  deepEqual([...(await hourlyRequests(monitoring, 100)).values()], [1]);
  // A mark on a period whose parts are gone must not wipe it out.
  await store.commit({
    mutations: [{
      type: "set",
      key: ["http_dirty", "5m", clock.ms - 3 * DAY_MS],
      value: 1,
    }, {
      type: "set",
      key: ["http_dirty", "hour", clock.ms - 3 * DAY_MS],
      value: 1,
    }],
  });
  deepEqual([...(await hourlyRequests(monitoring, 100)).values()], [1]);
  await monitoring.rollUp.run();
  deepEqual([...(await hourlyRequests(monitoring, 100)).values()], [1]);
  clock.advance(88 * DAY_MS);
  equal((await hourlyRequests(monitoring, 24 * 100)).size, 0);
  deepEqual(await requests(100), [1]);
  clock.advance(640 * DAY_MS);
  deepEqual(await requests(735), []);
});

Deno.test("a period of a thousand busy series fits in the store", async () => {
  using it = await rig();
  const { monitoring } = it;
  for (let i = 0; i < 1000; i++) {
    for (let ms = 0; ms < 40; ms++) {
      const durationMs = 1.3 ** ms / 10;
      count(monitoring, `/some/rather/long/route/pattern/:id/${i}`, {
        durationMs,
        headersMs: durationMs / 2,
      });
    }
  }
  ok(await monitoring.flush(), it.lines.join());
  await monitoring.rollUp.run();
  deepEqual([...(await hourlyRequests(monitoring)).values()], [40_000]);
});

Deno.test("hourly() tells long spans without routes", async () => {
  using it = await rig();
  const { monitoring } = it;
  count(monitoring, "/");
  await monitoring.flush();
  const [week] = (await monitoring.reader.hourly(168)).periods;
  const [longer] = (await monitoring.reader.hourly(169)).periods;
  equal(week!.endpoints!.length, 1);
  equal("endpoints" in longer!, false);
  deepEqual(longer!.summary, week!.summary);
});

Deno.test("what flows without a request is in every roll-up", async () => {
  using it = await rig();
  const { monitoring, clock } = it;
  const { recorder, reader, rollUp } = monitoring;
  const labels = { route: "/events", method: "GET", status: 200 };
  const stream = recorder.seriesOf(labels);
  count(monitoring, "/events", { bytesOut: 0 });
  await monitoring.flush();
  for (let minute = 0; minute < 20; minute++) {
    clock.advance(60_000);
    recorder.addFlow(stream, { bytesOut: 7 });
    await monitoring.flush();
    if (minute % 3 === 0) await rollUp.run();
  }
  recorder.endStream(stream, { status: 200, bodyBytes: 140, isAborted: true });
  await monitoring.flush();
  const figures = async () =>
    (await reader.hourly(1)).periods.map(({ summary }) => [
      summary.totalRequests,
      summary.totalOutbound,
      summary.abortedCount,
    ]);
  deepEqual(await figures(), [[1, 140, 1]]);
  await rollUp.run();
  deepEqual(await figures(), [[1, 140, 1]]);
});
