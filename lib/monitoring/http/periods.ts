/**
 * Rolled-up HTTP figures: a period in one or several values.
 *
 * @module
 */

import type { PlainSeries } from "./series.ts";
import type { Peak, Period } from "./period.ts";
import {
  periodStart,
  SEGMENT_KEEP_MS,
  type TierName,
  TIERS,
  WHOLE_OF,
} from "@/lib/monitoring/core/tiers.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import { type Chunk, chunksOf, commitsOf } from "./chunks.ts";
import { httpKeys } from "./keys.ts";
import type { Store } from "@/lib/kv/store.ts";

/** One value of a period. */
interface PeriodPart {
  series: PlainSeries[];
  /** Only in the first part. */
  visitors: Float64Array;
  /** Only in the first part. */
  peak: Peak | null;
  expiresAt: number;
}

/** Says that a period must be computed again. */
export interface DirtyMark {
  /** Start of the period, Unix milliseconds. */
  startAt: number;
  /** Version of the mark: a new one comes with everything written later. */
  versionstamp: string;
}

/** Bounds of a listing. */
export interface PeriodRange {
  /** First moment, Unix milliseconds. */
  fromMs: number;
  /** First moment that is left out, Unix milliseconds. */
  toMs: number;
  /** Current time, Unix milliseconds; expired periods are left out. */
  now: number;
}

/** Lists the periods that must be computed again, oldest first. */
export async function listDirty(
  store: Store,
  tier: TierName,
): Promise<DirtyMark[]> {
  const marks: DirtyMark[] = [];
  for await (const entry of store.list({ prefix: httpKeys.dirtyIn(tier) })) {
    marks.push({
      startAt: entry.key.at(-1) as number,
      versionstamp: entry.versionstamp,
    });
  }
  return marks;
}

/** Lists stored periods, oldest first. */
export async function* listPeriods(
  store: Store,
  tier: TierName,
  { fromMs, toMs, now }: PeriodRange,
): AsyncGenerator<Period> {
  const entries = store.list<PeriodPart>({
    start: httpKeys.periodsFrom(tier, fromMs),
    end: httpKeys.periodsFrom(tier, toMs),
  });
  let open: Period | undefined;
  for await (const { key, value } of entries) {
    if (value.expiresAt <= now) continue;
    const startAt = key[2] as number;
    if (startAt === open?.startAt) {
      open.series.push(...value.series);
      continue;
    }
    if (open) yield open;
    const { series, visitors, peak } = value;
    open = { startAt, series, visitors, peak };
  }
  if (open) yield open;
}

/** What {@link writePeriod} is given. */
export interface PeriodWrite {
  /** Length of the period. */
  tier: TierName;
  /** Its figures. */
  period: Period;
  /** The mark that was there before the figures were computed. */
  mark: DirtyMark;
  /** Current time, Unix milliseconds. */
  now: number;
}

/**
 * Stores a period, takes its mark away and marks the period it is a part of.
 *
 * Each commit checks the mark: whoever computed from an older state than the
 * log is in writes nothing, and instances working at once write the same.
 *
 * @returns `false` when the mark had changed; then there is still work to do.
 */
export async function writePeriod(
  store: Store,
  write: PeriodWrite,
): Promise<boolean> {
  const { tier, period: { startAt }, mark } = write;
  const markKey = httpKeys.dirty(tier, startAt);
  const checks = [{ key: markKey, versionstamp: mark.versionstamp }];
  const chunks = chunksOf(write.period.series);
  const commits = commitsOf(
    chunks.map((chunk, part) => ({ ...chunk, part })),
  );
  const end = await endMutations(store, write, chunks.length);
  for (const [i, commit] of commits.entries()) {
    const isLast = i === commits.length - 1;
    const { ok } = await store.commit({
      checks,
      mutations: [
        ...commit.map((chunk) => setPart(write, chunk)),
        ...(isLast ? end : []),
      ],
      sizeBytes: commit.reduce((sum, { sizeBytes }) => sum + sizeBytes, 10_000),
    });
    if (!ok) return false;
  }
  return true;
}

/** Forgets that a period must be computed again, unless more was written. */
export async function clearMark(
  store: Store,
  tier: TierName,
  { startAt, versionstamp }: DirtyMark,
): Promise<void> {
  const key = httpKeys.dirty(tier, startAt);
  await store.commit({
    checks: [{ key, versionstamp }],
    mutations: [{ type: "delete", key }],
  });
}

/** When figures were last rolled up, Unix milliseconds; `null` for never. */
export async function lastRolledUpAt(store: Store): Promise<number | null> {
  return (await store.get<number>(httpKeys.rolledUpAt())).value;
}

function setPart(
  { tier, period, now }: PeriodWrite,
  { part, series }: Chunk & { part: number },
): Mutation {
  const { keepMs } = TIERS[tier];
  const isFirst = part === 0;
  const value: PeriodPart = {
    series,
    visitors: isFirst ? period.visitors : new Float64Array(0),
    peak: isFirst ? period.peak : null,
    expiresAt: now + keepMs,
  };
  const key = httpKeys.periodPart(tier, period.startAt, part);
  return { type: "set", key, value, expireInMs: keepMs };
}

/** What the last commit of a period does beside storing its end. */
async function endMutations(
  store: Store,
  { tier, period: { startAt }, now }: PeriodWrite,
  partCount: number,
): Promise<Mutation[]> {
  const mutations: Mutation[] = [
    { type: "delete", key: httpKeys.dirty(tier, startAt) },
    { type: "set", key: httpKeys.rolledUpAt(), value: now },
  ];
  const whole = WHOLE_OF[tier];
  if (whole !== null) {
    mutations.push({
      type: "set",
      key: httpKeys.dirty(whole, periodStart(whole, startAt)),
      value: 1,
      expireInMs: SEGMENT_KEEP_MS,
    });
  }
  // Parts that an earlier, larger split left behind would count twice.
  const stale = store.list({
    start: httpKeys.periodPart(tier, startAt, partCount),
    end: httpKeys.periodsFrom(tier, startAt + 1),
  });
  for await (const { key } of stale) mutations.push({ type: "delete", key });
  return mutations;
}
