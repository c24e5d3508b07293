import { deepEqual, equal } from "node:assert/strict";
import { RecentMinutes } from "@/lib/monitoring/http/recent.ts";
import { requestsOf } from "@/lib/monitoring/http/period.ts";
import { count, rig } from "./helpers.ts";

const WINDOW_MS = 300_000;

Deno.test("RecentMinutes slides by the second, whatever it remembers", async () => {
  using it = await rig();
  const { monitoring, clock, store } = it;
  const kept = new RecentMinutes(store);
  const sentAt: number[] = [];
  for (let i = 0; i < 600; i++) {
    if (i % 3 === 0) {
      count(monitoring, `/r${i % 5}`);
      sentAt.push(clock.ms);
      await monitoring.flush();
    }
    clock.advance(1700);
    const from = clock.ms - WINDOW_MS;
    if (i % 10 !== 0) continue;
    const period = await kept.read(from, clock.ms);
    equal(requestsOf(period), sentAt.filter((at) => at > from).length);
    deepEqual(period, await new RecentMinutes(store).read(from, clock.ms));
  }
});

Deno.test("RecentMinutes sees what came in after the minute's end", async () => {
  using it = await rig();
  const { monitoring, clock, store } = it;
  const recent = new RecentMinutes(store);
  const late = it.another("two");
  count(monitoring, "/");
  count(late, "/");
  await monitoring.flush();
  clock.advance(70_000);
  equal(requestsOf(await recent.read(clock.ms - WINDOW_MS, clock.ms)), 1);
  await late.flush();
  equal(requestsOf(await recent.read(clock.ms - WINDOW_MS, clock.ms)), 2);
});

Deno.test("realtime() asked by many at once is worked out once", async () => {
  using it = await rig();
  const { reader } = it.monitoring;
  const [one, two] = await Promise.all([reader.realtime(), reader.realtime()]);
  equal(one, two);
  it.clock.advance(1000);
  equal((await reader.realtime()).to, it.clock.ms);
});
