/**
 * Records of past calls.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import {
  QUALITY_LEVELS,
  type QualityLevel,
} from "@/lib/protocol/call_stats.ts";
import type { PastCall } from "@/lib/monitoring/overview/past_calls.ts";
import type { Verdict } from "@/lib/monitoring/overview/call_record.ts";
import { recordKeys } from "./keys.ts";
import type { MemberRecord } from "./member_record.ts";

/** How long records are kept, milliseconds. */
export const RECORD_LIFE_MS = 7 * 24 * 3600_000;

/** What a record says of the call as a whole. */
export interface CallHeader {
  /** The call. */
  pairId: string;
  /** When the two were matched, Unix milliseconds. */
  startedAt: number;
  /** When it was over, Unix milliseconds. */
  endedAt: number;
  /** Members who told of themselves. */
  memberCount: number;
  /** The worst level that either had; `null` when nobody said. */
  worstQuality: QualityLevel | null;
  /** Where its trouble was. */
  verdict: Verdict;
  /** When it is gone, Unix milliseconds. */
  expiresAt: number;
}

/** A record, whole. */
export interface StoredRecord {
  /** The call as a whole. */
  header: CallHeader;
  /** Its members. */
  members: MemberRecord[];
}

/** Writes that keep a record. */
export function recordMutations(
  { header, members }: StoredRecord,
): Mutation[] {
  const { pairId } = header;
  const expireInMs = RECORD_LIFE_MS;
  return [
    { type: "set", key: recordKeys.header(pairId), value: header, expireInMs },
    ...members.map((value): Mutation => ({
      type: "set",
      key: recordKeys.member(pairId, value.id),
      value,
      expireInMs,
    })),
  ];
}

/** The worst level in some series; `null` when none has any. */
export function worstQuality(
  members: readonly MemberRecord[],
): QualityLevel | null {
  const said = new Set(
    members.flatMap(({ series }) => series.columns.quality ?? []),
  );
  return QUALITY_LEVELS.findLast((level) => said.has(level)) ?? null;
}

/**
 * Reads the record of a past call.
 *
 * @param now Current time, Unix milliseconds.
 * @returns `null` when there is none.
 */
export async function readRecord(
  store: Store,
  pairId: string,
  now: number,
): Promise<StoredRecord | null> {
  const header = await store.get<CallHeader>(recordKeys.header(pairId));
  if (header.value === null || header.value.expiresAt <= now) return null;
  const entries = store.list<MemberRecord>({
    prefix: recordKeys.membersOf(pairId),
  });
  const members = await Array.fromAsync(entries, ({ value }) => value);
  return { header: header.value, members };
}

/** Digits of the time that an id begins with; see `orderedId()`. */
const TIME_DIGITS = 9;

function firstIdAt(atMs: number): string {
  const time = Math.max(0, Math.trunc(atMs)).toString(36);
  return time.padStart(TIME_DIGITS, "0");
}

/**
 * Lists past calls that began within a span, the latest first.
 *
 * @param query Span and `now`, Unix milliseconds, and how many at most.
 */
export async function listRecords(
  store: Store,
  { fromMs, toMs, limit, now }: {
    fromMs: number;
    toMs: number;
    limit: number;
    now: number;
  },
): Promise<PastCall[]> {
  if (toMs <= fromMs) return [];
  const calls: PastCall[] = [];
  const entries = store.list<CallHeader>({
    start: recordKeys.header(firstIdAt(fromMs)),
    end: recordKeys.header(firstIdAt(toMs)),
  }, { reverse: true });
  for await (const { value } of entries) {
    if (value.expiresAt <= now) continue;
    if (calls.length === limit) break;
    const { verdict, expiresAt: _, ...rest } = value;
    calls.push({ ...rest, verdictPlace: verdict.place });
  }
  return calls;
}

/**
 * Reads the whole records of calls that began within a span, oldest first, one
 * after the other.
 */
export async function* listStoredRecords(
  store: Store,
  { fromMs, toMs, now }: { fromMs: number; toMs: number; now: number },
): AsyncGenerator<StoredRecord> {
  if (toMs <= fromMs) return;
  const headers = store.list<CallHeader>({
    start: recordKeys.header(firstIdAt(fromMs)),
    end: recordKeys.header(firstIdAt(toMs)),
  });
  for await (const { value: { pairId } } of headers) {
    const record = await readRecord(store, pairId, now);
    if (record !== null) yield record;
  }
}
