import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import type { Store } from "@/lib/kv/store.ts";
import { dirtyMark } from "@/lib/monitoring/core/period_store.ts";
import { RollUp } from "@/lib/monitoring/core/roll_up.ts";
import { TIER_NAMES, type TierName } from "@/lib/monitoring/core/tiers.ts";
import { TestClock, testStore } from "@/tests/helpers.ts";
import {
  addAmounts,
  type Amount,
  amountKeys,
  amountKind,
  KEEP_MS,
} from "./amounts.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NOON = Date.UTC(2026, 10, 20, 12);
const ALL = { fromMs: NOON - 3 * DAY_MS, toMs: NOON + 60 * DAY_MS };

function readAll(rollUp: RollUp<Amount, { startAt: number }>, tier: TierName) {
  return Array.fromAsync(rollUp.periods(tier, ALL));
}

async function dirtyCount(store: Store): Promise<number> {
  let count = 0;
  for (const tier of TIER_NAMES) {
    const marks = store.list({ prefix: amountKeys.dirtyIn(tier) });
    count += (await Array.fromAsync(marks)).length;
  }
  return count;
}

/** What an hour or a day has to hold, straight from the records. */
function expected(records: readonly Amount[], lengthMs: number) {
  const groups = Map.groupBy(
    records,
    ({ atMs }) => Math.floor(atMs / lengthMs) * lengthMs,
  );
  return [...groups].sort(([a], [b]) => a - b).map(([startAt, list]) => ({
    startAt,
    amounts: list.map(({ amount }) => amount).sort((a, b) => a - b),
  }));
}

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ agoMs: fc.nat(2 * DAY_MS) }) },
    {
      weight: 2,
      arbitrary: fc.constantFrom("run", "run both", "read" as const),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        jumpMs: fc.integer({ min: -DAY_MS, max: 30 * DAY_MS }),
      }),
    },
  ),
  { maxLength: 25 },
);

Deno.test("RollUp gives the same periods whenever, wherever and however often it runs", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      using store = await testStore();
      const clock = new TestClock();
      const one = new RollUp(amountKind, store, clock.now);
      const two = new RollUp(amountKind, store, clock.now);
      const records: Amount[] = [];
      for (const step of list) {
        if (step === "run") await one.run();
        else if (step === "run both") await Promise.all([one.run(), two.run()]);
        else if (step === "read") {
          const fresh = new RollUp(amountKind, store, () => NOON);
          deepEqual(await readAll(fresh, "day"), expected(records, DAY_MS));
        } else if ("jumpMs" in step) clock.ms = NOON + step.jumpMs;
        else {
          const record = { atMs: NOON - step.agoMs, amount: records.length };
          records.push(record);
          await addAmounts(store, record);
        }
      }
      clock.ms = NOON;
      const fresh = new RollUp(amountKind, store, clock.now);
      const unrolled = await readAll(fresh, "hour");
      deepEqual(unrolled, expected(records, HOUR_MS));
      await one.run();
      equal(await dirtyCount(store), 0);
      deepEqual(await readAll(two, "hour"), expected(records, HOUR_MS));
      deepEqual(await readAll(two, "day"), expected(records, DAY_MS));
    }),
    { numRuns: 40 },
  );
});

Deno.test("RollUp takes in a record that comes while it computes", async () => {
  using store = await testStore();
  const clock = new TestClock();
  await addAmounts(store, { atMs: NOON, amount: 1 });
  let isFirst = true;
  const racing: typeof amountKind = {
    ...amountKind,
    async *listRecords(from, span) {
      yield* amountKind.listRecords(from, span);
      if (isFirst) await addAmounts(store, { atMs: NOON, amount: 2 });
      isFirst = false;
    },
  };
  const rollUp = new RollUp(racing, store, clock.now);
  equal(await rollUp.run(), 0, "what it computed was no longer the truth");
  equal(await rollUp.run(), 3);
  deepEqual(await readAll(rollUp, "day"), [{
    startAt: Math.floor(NOON / DAY_MS) * DAY_MS,
    amounts: [1, 2],
  }]);
});

Deno.test("RollUp.run() writes each period once and nothing when nothing came", async () => {
  using store = await testStore();
  const rollUp = new RollUp(amountKind, store, () => NOON);
  await addAmounts(
    store,
    { atMs: NOON, amount: 1 },
    { atMs: NOON + 6 * MINUTE_MS, amount: 2 },
  );
  equal(await rollUp.run(), 4, "two of five minutes, an hour and a day");
  const { commits } = store.stats;
  equal(await rollUp.run(), 0);
  equal(store.stats.commits, commits);
});

Deno.test("RollUp keeps a period whose records have expired", async () => {
  using store = await testStore();
  const rollUp = new RollUp(amountKind, store, () => NOON);
  const records = [1, 2, 3].map((amount) => ({ atMs: NOON, amount }));
  await addAmounts(store, ...records);
  await rollUp.run();
  const hours = await readAll(rollUp, "hour");
  for (const { amount } of records.slice(1)) {
    const key = ["amount", NOON, amount];
    await store.commit({ mutations: [{ type: "delete", key }] });
  }
  await addAmounts(store, records[0]!);
  deepEqual(await readAll(rollUp, "hour"), hours);
  equal(await rollUp.run(), 0);
  deepEqual(await readAll(rollUp, "hour"), hours);
  equal(await dirtyCount(store), 0);
});

Deno.test("RollUp.oldestDirtyEnd() tells how late the roll-up is", async () => {
  using store = await testStore();
  const rollUp = new RollUp(amountKind, store, () => NOON);
  equal(await rollUp.oldestDirtyEnd(), null);
  for (const minutes of [11, 2]) {
    await addAmounts(store, { atMs: NOON + minutes * MINUTE_MS, amount: 1 });
  }
  equal(await rollUp.oldestDirtyEnd(), NOON + 5 * MINUTE_MS);
});

Deno.test("RollUp tells of a period as long as promised, and no longer", async () => {
  using store = await testStore();
  const clock = new TestClock();
  const rollUp = new RollUp(amountKind, store, clock.now);
  await addAmounts(store, { atMs: NOON, amount: 1 });
  await rollUp.run();
  const ends = { "5m": 5 * MINUTE_MS + KEEP_MS, hour: HOUR_MS + 90 * DAY_MS };
  for (const tier of ["5m", "hour"] as const) {
    clock.ms = NOON + ends[tier] - 1;
    equal((await readAll(rollUp, tier)).length, 1);
    clock.ms = NOON + ends[tier];
    equal((await readAll(rollUp, tier)).length, 0);
  }
});

Deno.test("RollUp.run() stores no period of nothing", async () => {
  using store = await testStore();
  const rollUp = new RollUp(amountKind, store, () => NOON);
  const mark = dirtyMark(amountKeys, "5m", { atMs: NOON, keepMs: KEEP_MS });
  await store.commit({ mutations: [mark] });
  equal(await rollUp.run(), 0);
  equal(await dirtyCount(store), 0);
  deepEqual(await readAll(rollUp, "5m"), []);
});
