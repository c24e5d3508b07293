/**
 * Closes the records of calls that have ended.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { deleteKeys } from "@/lib/kv/delete_keys.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { CallWatch } from "@/lib/monitoring/alerts/call_watch.ts";
import {
  forgetPairEnd,
  listPairEnds,
  type PairEnd,
} from "@/lib/signaling/ended_pairs.ts";
import { outcomeMutations } from "@/lib/monitoring/calls/outcome_store.ts";
import { gatherCall } from "./gather_call.ts";
import { recordKeys } from "./keys.ts";
import {
  RECORD_LIFE_MS,
  recordMutations,
  worstQuality,
} from "./record_store.ts";
import { tallyOf } from "./tally.ts";

/** What closing needs. */
export interface CloseRecordsDeps {
  /** Where records are kept. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Closes alerts. */
  watch: Pick<CallWatch, "end">;
}

/**
 * Members are believed for a minute after the end, and what they say is written
 * a second later, milliseconds.
 */
const LAST_WORD_MS = 75_000;

/**
 * Calls closed at the same time. One after the other, each waits for commits
 * of its own: 70 a second under load, while a crowd ends 170, and the marks of
 * ended calls pile up in memory (measured, 2026-11-22).
 */
const CLOSED_TOGETHER = 20;

/** Rough size of a record, bytes: two members of 300 points. */
const RECORD_BYTES = 100_000;

/**
 * Closes what is due. Safe to run twice, late, and on several instances: the
 * first to write a record wins, and its log goes only after that.
 *
 * @returns How many records were written.
 * @throws Whatever the store throws; a later run makes up for it.
 */
export async function closeRecords(deps: CloseRecordsDeps): Promise<number> {
  const { store, now, watch } = deps;
  let count = 0;
  const close = async (end: PairEnd) => {
    await watch.end(end.pairId);
    if (await closeRecord(store, end, now())) count++;
    await forgetPairEnd(store, end);
  };
  const due = { fromMs: 0, toMs: now() - LAST_WORD_MS };
  let together: PairEnd[] = [];
  for await (const end of listPairEnds(store, due)) {
    together.push(end);
    if (together.length < CLOSED_TOGETHER) continue;
    await Promise.all(together.map(close));
    together = [];
  }
  await Promise.all(together.map(close));
  return count;
}

async function closeRecord(
  store: Store,
  end: PairEnd,
  now: number,
): Promise<boolean> {
  const { pairId, startedAt, endedAt } = end;
  const key = recordKeys.header(pairId);
  const gathered = await gatherCall(store, pairId);
  const { members, verdict, keys } = gathered;
  let isWritten = false;
  if (members.length > 0) {
    const header = {
      pairId,
      startedAt,
      endedAt,
      memberCount: members.length,
      worstQuality: worstQuality(members),
      verdict,
      expiresAt: endedAt + RECORD_LIFE_MS,
    };
    const outcome = await store.commit({
      // Of a log that is half removed a worse record would be made.
      checks: [{ key, versionstamp: null }],
      mutations: [
        ...recordMutations({ header, members }),
        ...outcomeMutations(pairId, {
          closedAtMs: now,
          tally: tallyOf(gathered),
        }),
      ],
      sizeBytes: RECORD_BYTES,
    });
    isWritten = outcome.ok;
  }
  await deleteKeys(store, keys);
  return isWritten;
}
