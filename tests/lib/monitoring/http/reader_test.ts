import { deepEqual, equal } from "node:assert/strict";
import { count, rig } from "./helpers.ts";

const WINDOW_MS = 300_000;

Deno.test("realtime() slides by the second, whatever is remembered", async () => {
  using it = await rig();
  const { monitoring, clock } = it;
  const sentAt: number[] = [];
  for (let i = 0; i < 600; i++) {
    if (i % 3 === 0) {
      count(monitoring, `/r${i % 5}`);
      sentAt.push(clock.ms);
      await monitoring.flush();
    }
    clock.advance(1700);
    if (i % 10 !== 0) continue;
    const from = clock.ms - WINDOW_MS;
    const report = await monitoring.reader.realtime();
    equal(
      report.summary.totalRequests,
      sentAt.filter((at) => at >= from).length,
    );
    deepEqual(report, await it.another("fresh").reader.realtime());
  }
});

Deno.test("realtime() sees what came in after the minute's end", async () => {
  using it = await rig();
  const { monitoring, clock } = it;
  const requests = async () =>
    (await monitoring.reader.realtime()).summary.totalRequests;
  const late = it.another("two");
  count(monitoring, "/");
  count(late, "/");
  await monitoring.flush();
  clock.advance(70_000);
  equal(await requests(), 1);
  await late.flush();
  equal(await requests(), 2);
});

Deno.test("realtime() asked by many at once is worked out once", async () => {
  using it = await rig();
  const { reader } = it.monitoring;
  const [one, two] = await Promise.all([reader.realtime(), reader.realtime()]);
  equal(one, two);
  it.clock.advance(1000);
  equal((await reader.realtime()).to, it.clock.ms);
});
