/**
 * Metrics of calls as the roll-up sees them: KPI beacons are its records.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import {
  MAX_VALUE_BYTES,
  packRuns,
  type Sized,
  sketchBytes,
} from "@/lib/monitoring/core/pack.ts";
import type {
  PeriodKind,
  PeriodMerger,
} from "@/lib/monitoring/core/period_kind.ts";
import { RollUp } from "@/lib/monitoring/core/roll_up.ts";
import {
  type PlainRtcAggregate,
  RTC_MEASURES,
  RtcAggregate,
} from "./aggregate.ts";
import { kpiKeys } from "./keys.ts";
import { type CallOutcome, listOutcomes } from "./outcome_store.ts";
import { KPI_LIFE_MS, type KpiRecord, listKpis } from "./kpi_store.ts";

/** What beacons of a period tell, as plain data. */
export interface RtcPeriod extends PlainRtcAggregate {
  /** Its start, Unix milliseconds. */
  startAt: number;
}

/** Enough for the last hour, which Prometheus asks for. */
const MINUTES_KEPT_MS = 65 * 60_000;

/** Everything of a period but its sketches: counts by closed lists of names. */
const COUNTS_BYTES = 2_000;

/** What is rolled up: a page's beacon, or the outcome of a call. */
export type RtcRecord = KpiRecord | CallOutcome;

/** How metrics of calls are rolled up. */
export const rtcPeriodKind: PeriodKind<RtcRecord, RtcPeriod> = {
  keys: kpiKeys,
  recordKeepMs: KPI_LIFE_MS,
  minutesKeptMs: MINUTES_KEPT_MS,
  async *listRecords(store, span) {
    yield* listKpis(store, span);
    yield* listOutcomes(store, span);
  },
  recordedAtMs: (record) =>
    "tally" in record ? record.closedAtMs : record.receivedAtMs,
  createMerger,
  countOf: ({ beaconCount, unverifiedCount = 0, calls }) =>
    beaconCount + unverifiedCount + (calls?.callCount ?? 0),
  split,
  join(startAt, parts) {
    const plain = Object.assign(new RtcAggregate().toPlain(), ...parts);
    return { ...RtcAggregate.fromPlain(plain).toPlain(), startAt };
  },
};

function createMerger(startAt: number): PeriodMerger<RtcRecord, RtcPeriod> {
  const aggregate = new RtcAggregate();
  return {
    addRecord(record) {
      if ("tally" in record) aggregate.calls.addPlain(record.tally);
      else aggregate.add(record);
    },
    addPeriod: (period) => aggregate.addPlain(period),
    toPeriod: () => ({ ...aggregate.toPlain(), startAt }),
  };
}

/** Sketches of all imaginable times together come close to the store's limit. */
function split(period: RtcPeriod): Sized<Partial<RtcPeriod>>[] {
  const counts: Partial<RtcPeriod> = { ...period };
  const sketches = RTC_MEASURES.flatMap((name) => {
    const sketch = period[name];
    delete counts[name];
    return sketch === undefined
      ? []
      : [{ value: { [name]: sketch }, sizeBytes: sketchBytes(sketch) }];
  });
  const { calls } = period;
  delete counts.calls;
  const fields = [{ value: counts, sizeBytes: COUNTS_BYTES }, ...sketches];
  if (calls !== undefined) {
    const { rttMs, lossPct } = calls;
    const sizeBytes = COUNTS_BYTES + sketchBytes(rttMs) + sketchBytes(lossPct);
    fields.push({ value: { calls }, sizeBytes });
  }
  return packRuns<Partial<RtcPeriod>>(fields, MAX_VALUE_BYTES)
    .map(({ value, sizeBytes }) => ({
      value: Object.assign({}, ...value),
      sizeBytes,
    }));
}

/** Rolls up metrics of calls. */
export type RtcRollUp = RollUp<RtcRecord, RtcPeriod>;

/** Rolls up the beacons in `store`, by the time of `now`. */
export function createRtcRollUp(store: Store, now: Clock): RtcRollUp {
  return new RollUp(rtcPeriodKind, store, now);
}
