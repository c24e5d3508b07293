import { deepEqual, equal } from "node:assert/strict";
import type { Store } from "@/lib/kv/store.ts";
import {
  type DirtyMark,
  dirtyMark,
  PeriodStore,
} from "@/lib/monitoring/core/period_store.ts";
import type { TierName } from "@/lib/monitoring/core/tiers.ts";
import { FlakyStore } from "@/tests/lib/monitoring/http/helpers.ts";
import { testStore } from "@/tests/helpers.ts";
import {
  amountKeys,
  amountKind,
  type AmountPeriod,
  KEEP_MS,
} from "./amounts.ts";

const HOUR_MS = 3_600_000;
const NOON = Date.UTC(2026, 10, 20, 12);
const DAY = { fromMs: NOON, toMs: NOON + 24 * HOUR_MS };

/** Marks the period of noon and gives the mark back. */
async function markNoon(store: Store): Promise<DirtyMark> {
  const mark = dirtyMark(amountKeys, "5m", { atMs: NOON, keepMs: KEEP_MS });
  const { versionstamp } = await store.commit({ mutations: [mark] });
  return { startAt: NOON, versionstamp };
}

const period = (...amounts: number[]): AmountPeriod => ({
  startAt: NOON,
  amounts,
});

function periodsOf(store: Store) {
  const periods = new PeriodStore(store, amountKind);
  return {
    periods,
    read: () => Array.fromAsync(periods.list("5m", DAY)),
    dirty: async (tier: TierName) =>
      (await periods.listDirty(tier)).map(({ startAt }) => startAt),
  };
}

Deno.test("PeriodStore.write() stores a period, clears its mark and marks its parent", async () => {
  using store = await testStore();
  const { periods, read, dirty } = periodsOf(store);
  const write = { tier: "5m", mark: await markNoon(store), now: NOON } as const;
  equal(await periods.write({ ...write, period: period(1, 2, 3) }), true);
  deepEqual(await read(), [period(1, 2, 3)]);
  deepEqual(await dirty("5m"), []);
  deepEqual(await dirty("hour"), [NOON]);
  equal(await periods.lastRolledUpAt(), NOON);
});

Deno.test("PeriodStore.write() writes nothing once its mark has changed", async () => {
  using store = await testStore();
  const { periods, read, dirty } = periodsOf(store);
  const mark = await markNoon(store);
  await markNoon(store);
  const write = { tier: "5m", period: period(1), mark, now: NOON } as const;
  equal(await periods.write(write), false);
  deepEqual(await read(), []);
  deepEqual(await dirty("5m"), [NOON]);
  deepEqual(await dirty("hour"), []);
});

Deno.test("PeriodStore.write() writes nothing a second time", async () => {
  using store = await testStore();
  const { periods, read } = periodsOf(store);
  const write = { tier: "5m", mark: await markNoon(store), now: NOON } as const;
  equal(await periods.write({ ...write, period: period(1, 2) }), true);
  equal(await periods.write({ ...write, period: period(1) }), false);
  deepEqual(await read(), [period(1, 2)]);
});

Deno.test("PeriodStore.write() removes the parts of an earlier, larger split", async () => {
  using store = await testStore();
  const { periods, read } = periodsOf(store);
  for (const amounts of [[1, 2, 3, 4, 5, 6, 7], [1, 2, 3]]) {
    const mark = await markNoon(store);
    const write = { tier: "5m", mark, now: NOON } as const;
    await periods.write({ ...write, period: period(...amounts) });
    deepEqual(await read(), [period(...amounts)]);
  }
});

Deno.test("PeriodStore.list() leaves out a period whose write was cut short", async () => {
  using store = await FlakyStore.inMemory();
  // A commit for each value: the second one never comes.
  const large: typeof amountKind = {
    ...amountKind,
    split: (whole) =>
      amountKind.split(whole).map(({ value }) => ({
        value,
        sizeBytes: 300_000,
      })),
  };
  const periods = new PeriodStore(store, large);
  const write = async (...amounts: number[]) => {
    const mark = await markNoon(store);
    const whole = { tier: "5m", mark, now: NOON } as const;
    return await periods.write({ ...whole, period: period(...amounts) });
  };
  const read = () => Array.fromAsync(periods.list("5m", DAY));
  await write(1, 3, 5, 7);
  const commit = store.commit.bind(store);
  let commits = 0;
  store.commit = (change) =>
    ++commits > 2 ? Promise.reject(new Error("cut")) : commit(change);
  await write(0, 1, 3, 5, 7, 9).catch(({ message }) => equal(message, "cut"));
  equal(commits, 3, "the mark, the first value, and the one that failed");
  deepEqual(await read(), []);
  equal((await periods.listDirty("5m")).length, 1);
  store.commit = commit;
  await write(0, 1, 3, 5, 7, 9);
  deepEqual(await read(), [period(0, 1, 3, 5, 7, 9)]);
});

Deno.test("PeriodStore.clearMark() leaves a later mark", async () => {
  using store = await testStore();
  const { periods, dirty } = periodsOf(store);
  const before = await markNoon(store);
  const later = await markNoon(store);
  await periods.clearMark("5m", before);
  deepEqual(await dirty("5m"), [NOON]);
  await periods.clearMark("5m", later);
  deepEqual(await dirty("5m"), []);
});
