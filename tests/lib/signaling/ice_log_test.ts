import { deepEqual, equal, ok } from "node:assert/strict";
import { IceLog } from "@/lib/signaling/ice_log.ts";
import { profile, seededRandom, testServices } from "@/tests/helpers.ts";

Deno.test("IceLog.take() gives what is unread once, in order", async () => {
  using services = await testServices();
  const { iceLog } = services;
  await iceLog.append("p", "a", ["1", "2"]);
  await iceLog.append("p", "a", ["3"]);
  deepEqual(await iceLog.take("p", "a"), ["1", "2", "3"]);
  deepEqual(await iceLog.take("p", "a"), []);
  await iceLog.append("p", "a", ["4"]);
  deepEqual(await iceLog.take("p", "a"), ["4"]);
  deepEqual(await iceLog.take("p", "b"), []);
});

Deno.test("IceLog.readAfter() reads by position and consumes nothing", async () => {
  using services = await testServices();
  const { iceLog } = services;
  await iceLog.append("p", "b", ["1", "2", "3"]);
  deepEqual(await iceLog.readAfter("p", "b", 0), ["1", "2", "3"]);
  deepEqual(await iceLog.readAfter("p", "b", 2), ["3"]);
  deepEqual(await iceLog.readAfter("p", "b", 9), []);
  deepEqual(await iceLog.take("p", "b"), ["1", "2", "3"]);
  deepEqual(await iceLog.readAfter("p", "b", 1), ["2", "3"]);
});

Deno.test("IceLog loses nothing and gives nothing twice among 1,000 readers and writers on two instances", async () => {
  using services = await testServices();
  const logs = [services.iceLog, new IceLog(services.store)];
  const random = seededRandom(3);
  const seen: string[] = [];
  const cursorSeen: string[] = [];
  const written = { a: 0 };
  await Promise.all(
    Array.from({ length: 1_000 }, async (_, i) => {
      const iceLog = logs[i % 2]!;
      if (random() < 0.5) {
        const count = 1 + Math.floor(random() * 3);
        await iceLog.append(
          "p",
          "a",
          Array.from({ length: count }, () => `c${written.a++}`),
        );
      } else if (random() < 0.8) {
        seen.push(...await iceLog.take("p", "a") as string[]);
      } else {
        const next = await iceLog.readAfter("p", "a", cursorSeen.length);
        const isFirst = next.every((cand) => !cursorSeen.includes(`${cand}`));
        if (isFirst) cursorSeen.push(...next as string[]);
      }
    }),
  );
  seen.push(...await services.iceLog.take("p", "a") as string[]);
  const all = await services.iceLog.readAfter("p", "a", 0);
  equal(all.length, written.a);
  equal(seen.length, written.a, "lost or given twice");
  equal(new Set(seen).size, written.a);
  deepEqual(cursorSeen, all.slice(0, cursorSeen.length));
});

Deno.test("IceLog.append() refuses what would make a log endless", async () => {
  using services = await testServices();
  const { iceLog } = services;
  const batch = Array.from({ length: 50 }, () => "c".repeat(500));
  let count = 0;
  while (count < 200 && await iceLog.append("p", "a", batch)) count++;
  ok(count >= 30 && count < 200, `${count * 50} candidates`);
  equal(await iceLog.append("p", "b", ["1"]), true);
  equal((await iceLog.readAfter("p", "a", 0)).length, count * 50);
});

Deno.test("ending a pair removes its candidates", async () => {
  using services = await testServices();
  const { iceLog, queue, store } = services;
  await queue.enqueue("x", profile());
  await queue.enqueue("y", profile());
  const match = await queue.matchmake("x");
  const pairId = match.state === "paired" ? match.pair.pairId : "";
  // More than fit in one commit.
  for (let i = 0; i < 900; i++) await iceLog.append(pairId, "a", [`${i}`]);
  await iceLog.take(pairId, "a");
  await queue.leave("x");
  const left: Deno.KvKey[] = [];
  for await (const { key } of store.list({ prefix: [] })) {
    if (String(key[0]).startsWith("ice")) left.push(key);
  }
  deepEqual(left, []);
});
