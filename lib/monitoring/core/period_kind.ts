/**
 * What the roll-up needs to know about the metrics it rolls up.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import type { Sized } from "./pack.ts";
import type { PeriodKeys } from "./period_keys.ts";
import type { Span } from "./tiers.ts";

/** What every period has. */
export interface PeriodStart {
  /** Its start, Unix milliseconds. */
  startAt: number;
}

/** Merges records and shorter periods into one period, in any order. */
export interface PeriodMerger<R, P> {
  /** Takes in one record. */
  addRecord(record: R): void;
  /** Takes in a period that is a part of this one. */
  addPeriod(period: P): void;
  /** The merged period. */
  toPeriod(): P;
}

/**
 * One kind of metrics: records `R`, which are only ever added until they
 * expire, and periods `P`, which are the merge of their records.
 */
export interface PeriodKind<R, P extends PeriodStart> {
  /** Where its periods and marks are. */
  readonly keys: PeriodKeys;
  /** How long records are kept, milliseconds. */
  readonly recordKeepMs: number;
  /** How far back single minutes are kept in memory, milliseconds. */
  readonly minutesKeptMs: number;
  /** Lists the records filed under a span that begins with a whole minute. */
  listRecords(store: Store, span: Span): AsyncIterable<R>;
  /** When the last thing in a record happened, Unix milliseconds. */
  recordedAtMs(record: R): number;
  /** Begins a period. */
  createMerger(startAt: number): PeriodMerger<R, P>;
  /** Counts what a period was made of: more with each record merged in. */
  countOf(period: P): number;
  /** Splits a period into values that fit in the store; at least one. */
  split(period: P): Sized<Partial<P>>[];
  /** Makes a period of its values again; what else they hold is left out. */
  join(startAt: number, values: readonly Partial<P>[]): P;
}
