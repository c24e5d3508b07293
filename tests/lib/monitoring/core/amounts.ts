/**
 * The smallest kind of metrics there is, to test the roll-up with: records are
 * amounts, a period is all of its amounts in order.
 *
 * @module
 */

import type { Mutation } from "@/lib/kv/write.ts";
import type { Store } from "@/lib/kv/store.ts";
import { periodKeys } from "@/lib/monitoring/core/period_keys.ts";
import type { PeriodKind } from "@/lib/monitoring/core/period_kind.ts";
import { dirtyMark } from "@/lib/monitoring/core/period_store.ts";
import type { Span } from "@/lib/monitoring/core/tiers.ts";

/** One record. */
export interface Amount {
  /** When, Unix milliseconds. */
  atMs: number;
  /** How much. */
  amount: number;
}

/** The amounts of a period. */
export interface AmountPeriod {
  /** Its start, Unix milliseconds. */
  startAt: number;
  /** Its amounts, rising. */
  amounts: number[];
}

/** How long records are kept, milliseconds. */
export const KEEP_MS = 2 * 24 * 3_600_000;

/** Keys of the periods. */
export const amountKeys = periodKeys("amount");

/** The changes that add a record. */
export function amountMutations({ atMs, amount }: Amount): Mutation[] {
  return [
    { type: "set", key: ["amount", atMs, amount], value: { atMs, amount } },
    dirtyMark(amountKeys, "5m", { atMs, keepMs: KEEP_MS }),
  ];
}

/** Adds records. */
export async function addAmounts(
  store: Store,
  ...records: Amount[]
): Promise<void> {
  await store.commit({ mutations: records.flatMap(amountMutations) });
}

/** A kind whose values hold two amounts each. */
export const amountKind: PeriodKind<Amount, AmountPeriod> = {
  keys: amountKeys,
  recordKeepMs: KEEP_MS,
  minutesKeptMs: 65 * 60_000,
  async *listRecords(store: Store, { fromMs, toMs }: Span) {
    const range = { start: ["amount", fromMs], end: ["amount", toMs] };
    for await (const { value } of store.list<Amount>(range)) yield value;
  },
  recordedAtMs: ({ atMs }) => atMs,
  createMerger(startAt) {
    const amounts: number[] = [];
    return {
      addRecord: ({ amount }) => void amounts.push(amount),
      addPeriod: (period) => void amounts.push(...period.amounts),
      toPeriod: () => ({ startAt, amounts: amounts.toSorted((a, b) => a - b) }),
    };
  },
  countOf: ({ amounts }) => amounts.length,
  split({ amounts }) {
    const parts = [{ value: { amounts: amounts.slice(0, 2) }, sizeBytes: 100 }];
    for (let i = 2; i < amounts.length; i += 2) {
      const value = { amounts: amounts.slice(i, i + 2) };
      parts.push({ value, sizeBytes: 100 });
    }
    return parts;
  },
  join: (startAt, parts) => ({
    startAt,
    amounts: parts.flatMap(({ amounts = [] }) => amounts),
  }),
};
