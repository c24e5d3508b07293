import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import {
  RecentMinutes,
  SETTLE_MS,
} from "@/lib/monitoring/core/recent_minutes.ts";
import { TestClock, testStore } from "@/tests/helpers.ts";
import { addAmounts, amountKind } from "./amounts.ts";

const MINUTE_MS = 60_000;

/** Counts the records that are read. */
function countingKind() {
  const reads = { count: 0 };
  const kind: typeof amountKind = {
    ...amountKind,
    async *listRecords(store, span) {
      for await (const record of amountKind.listRecords(store, span)) {
        reads.count++;
        yield record;
      }
    },
  };
  return { kind, reads };
}

async function rig() {
  const store = await testStore();
  const clock = new TestClock();
  const { kind, reads } = countingKind();
  const recent = new RecentMinutes(kind, store, clock.now);
  const amounts = async (fromMs: number, toMs: number) =>
    (await recent.read({ fromMs, toMs })).amounts;
  return {
    store,
    clock,
    reads,
    amounts,
    [Symbol.dispose]: () => store.close(),
  };
}

Deno.test("RecentMinutes gives what reading every record gives, to the millisecond", async () => {
  const visits = fc.array(fc.nat(4 * MINUTE_MS), { maxLength: 25 });
  const spanMs = fc.integer({ min: 1, max: 15 * MINUTE_MS });
  await fc.assert(
    fc.asyncProperty(visits, spanMs, async (pauses, length) => {
      using it = await rig();
      const records: { atMs: number; amount: number }[] = [];
      for (const [amount, pauseMs] of pauses.entries()) {
        it.clock.advance(pauseMs);
        records.push({ atMs: it.clock.ms, amount });
        await addAmounts(it.store, records.at(-1)!);
        const fromMs = it.clock.ms - length;
        deepEqual(
          await it.amounts(fromMs, it.clock.ms + 1),
          records.filter(({ atMs }) => atMs >= fromMs)
            .map(({ amount }) => amount),
        );
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("RecentMinutes reads a settled minute once only", async () => {
  using it = await rig();
  const start = it.clock.ms;
  for (let i = 0; i < 200; i++) {
    await addAmounts(it.store, { atMs: start + i * 1_000, amount: i });
  }
  it.clock.advance(200_000);
  equal((await it.amounts(start, it.clock.ms)).length, 200);
  equal(it.reads.count, 200);
  equal((await it.amounts(start, it.clock.ms)).length, 200);
  equal(it.reads.count, 200 + 20, "the three settled minutes are known");
});

Deno.test("RecentMinutes sees a record that was written late", async () => {
  using it = await rig();
  const start = it.clock.ms;
  const read = () => it.amounts(start, start + 5 * MINUTE_MS);
  it.clock.advance(MINUTE_MS + SETTLE_MS - 1);
  deepEqual(await read(), []);
  await addAmounts(it.store, { atMs: start + MINUTE_MS - 1, amount: 7 });
  deepEqual(await read(), [7]);
});

Deno.test("RecentMinutes forgets what is long ago", async () => {
  using it = await rig();
  const start = it.clock.ms;
  await addAmounts(it.store, { atMs: start, amount: 1 });
  it.clock.advance(5 * MINUTE_MS);
  await it.amounts(start, it.clock.ms);
  it.clock.advance(24 * 60 * MINUTE_MS);
  await it.amounts(start, start + MINUTE_MS);
  await it.amounts(start, start + MINUTE_MS);
  equal(it.reads.count, 3, "too old to keep, so read every time");
});

Deno.test("RecentMinutes forgets minutes of a future that the clock came back from", async () => {
  using it = await rig();
  const start = it.clock.ms;
  it.clock.advance(10 * MINUTE_MS);
  deepEqual(await it.amounts(start, start + MINUTE_MS), []);
  it.clock.ms = start;
  deepEqual(await it.amounts(start - MINUTE_MS, start), []);
  await addAmounts(it.store, { atMs: start + 5, amount: 1 });
  it.clock.advance(2 * MINUTE_MS);
  deepEqual(await it.amounts(start, start + MINUTE_MS), [1]);
});
