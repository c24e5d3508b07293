import { deepEqual, equal, match, ok } from "node:assert/strict";
import { count, hourlyRequests, rig } from "./helpers.ts";

const total = (hours: Map<number, number>) =>
  [...hours.values()].reduce((sum, n) => sum + n, 0);

Deno.test("flush() writes nothing while there is no traffic", async () => {
  using it = await rig();
  ok(await it.monitoring.flush());
  equal(it.store.commits, 0);
  count(it.monitoring, "/");
  ok(await it.monitoring.flush());
  ok(await it.monitoring.flush());
  equal(it.store.commits, 1);
});

Deno.test("flush() that was refused loses nothing and counts once", async () => {
  using it = await rig();
  const { monitoring, store, clock } = it;
  store.mode = "refuse";
  for (let second = 0; second < 10; second++) {
    for (let i = 0; i < 50; i++) count(monitoring, `/r${i % 5}`);
    equal(await monitoring.flush(), false);
    clock.advance(1000);
  }
  const status = await monitoring.status();
  equal(status.bufferSize, 500);
  equal(status.status, "warning");
  ok(status.flushAgeMs >= 9000);
  store.mode = "work";
  ok(await monitoring.flush());
  equal(total(await hourlyRequests(monitoring)), 500);
  equal((await monitoring.status()).bufferSize, 0);
  equal((await monitoring.status()).flushFailures, 10);
  const told = it.lines.filter((line) => line.includes("try again"));
  equal(told.length, 1);
});

Deno.test("flush() of which nobody knows whether it worked counts once", async () => {
  using it = await rig();
  const { monitoring, store } = it;
  store.mode = "lie";
  count(monitoring, "/");
  equal(await monitoring.flush(), false);
  count(monitoring, "/");
  equal(await monitoring.flush(), false);
  equal(await monitoring.flush(), false);
  store.mode = "work";
  count(monitoring, "/");
  ok(await monitoring.flush());
  equal(total(await hourlyRequests(monitoring)), 3);
});

Deno.test("flushIfDue() commits at most once a second and backs off", async () => {
  using it = await rig();
  const { monitoring, store, clock } = it;
  const minute = async () => {
    const before = store.commits;
    for (let i = 0; i < 600; i++) {
      count(monitoring, "/");
      await monitoring.reader.realtime();
      clock.advance(100);
    }
    return store.commits - before;
  };
  const commits = await minute();
  ok(commits >= 59 && commits <= 67, `${commits}`);
  store.mode = "refuse";
  const tries = await minute();
  ok(tries >= 12 && tries <= 20, `${tries}`);
});

Deno.test("a long outage keeps every hour's metrics in bounded memory", async () => {
  using it = await rig();
  const { monitoring, store, clock } = it;
  store.mode = "refuse";
  await monitoring.flush();
  for (let minute = 0; minute < 300; minute++) {
    count(monitoring, "/");
    await monitoring.flush();
    clock.advance(60_000);
  }
  store.mode = "work";
  ok(await monitoring.flush());
  let stored = 0;
  for await (const _ of store.list({ prefix: ["http_segment"] })) stored++;
  ok(stored <= 25, `${stored} segments`);
  deepEqual([...(await hourlyRequests(monitoring)).values()], [
    ...[60, 60, 60, 60, 60],
  ]);
});

Deno.test("a clock that jumps back neither loses nor misplaces requests", async () => {
  using it = await rig();
  const { monitoring, clock } = it;
  const noon = clock.ms;
  const hourMs = 3_600_000;
  for (
    const [atMs, requests] of [
      [noon, 3],
      [noon - hourMs, 4],
      [noon - 30_000, 5],
      [noon + 10, 6],
      [noon - hourMs + 1000, 7],
    ] as const
  ) {
    clock.ms = atMs;
    for (let i = 0; i < requests; i++) count(monitoring, "/");
    ok(await monitoring.flush());
    await monitoring.rollUp.run();
  }
  clock.ms = noon + 60_000;
  deepEqual(
    [...await hourlyRequests(monitoring)],
    [[noon - hourMs, 4 + 5 + 7], [noon, 3 + 6]],
  );
});

Deno.test("stop() says what it had to give up", async () => {
  using it = await rig();
  const { monitoring, store } = it;
  store.mode = "refuse";
  count(monitoring, "/");
  await monitoring.stop();
  match(it.lines.join("\n"), /http metrics lost.*"requests":1/);
  equal((await monitoring.status()).droppedCount, 1);
});

Deno.test("stop() tries again until it works", async () => {
  using it = await rig();
  const { monitoring, store } = it;
  store.mode = "refuse";
  count(monitoring, "/");
  monitoring.start();
  equal(await monitoring.flush(), false);
  store.mode = "work";
  await monitoring.stop();
  equal(total(await hourlyRequests(monitoring)), 1);
});

Deno.test("stop() gives up on a store that never answers", async () => {
  using it = await rig();
  const { monitoring, store } = it;
  store.mode = "hang";
  count(monitoring, "/");
  await monitoring.stop();
  match(it.lines.join("\n"), /http metrics lost.*"requests":1/);
});

Deno.test("what waits is known, however many minutes it is of", async () => {
  using it = await rig();
  const { monitoring, store, clock } = it;
  store.mode = "refuse";
  for (let minute = 1; minute <= 3; minute++) {
    for (let i = 0; i < minute; i++) count(monitoring, "/");
    clock.advance(60_000);
  }
  equal((await monitoring.status()).bufferSize, 6);
  await monitoring.flush();
  count(monitoring, "/");
  equal((await monitoring.status()).bufferSize, 7);
});
