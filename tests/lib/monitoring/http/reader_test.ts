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

Deno.test("reports wait for no store that says nothing", async () => {
  using it = await rig();
  const { store, clock } = it;
  const monitoring = it.another("two", { flushPatienceMs: 1 });
  const requests = async () => {
    const { periods: [hour] } = await monitoring.reader.hourly(1);
    const { summary } = await monitoring.reader.realtime();
    return [hour?.summary.totalRequests, summary.totalRequests];
  };
  count(monitoring, "/");
  await monitoring.flush();
  count(monitoring, "/");
  clock.advance(1000);
  store.mode = "hang";
  deepEqual(await requests(), [1, 1]);
  // It is not lost.
  equal((await monitoring.status()).bufferSize, 1);
});

Deno.test("reports have what was counted before they were asked for", async () => {
  using it = await rig();
  const { monitoring, clock } = it;
  count(monitoring, "/");
  equal((await monitoring.reader.realtime()).summary.totalRequests, 1);
  clock.advance(1000);
  count(monitoring, "/");
  const { periods: [hour] } = await monitoring.reader.hourly(1);
  equal(hour?.summary.totalRequests, 2);
});
