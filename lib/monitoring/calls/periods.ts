/**
 * Stored figures about calls, by hour and by day.
 *
 * @module
 */

import type { PlainRtcFigures } from "./aggregate.ts";
import { TIERS } from "@/lib/monitoring/core/tiers.ts";
import { kpiKeys, type RtcPeriodKind } from "./keys.ts";
import type { TimeRange } from "./kpi_store.ts";
import type { Store } from "@/lib/kv/store.ts";

/** The figures of one period. */
export interface RtcRollup extends PlainRtcFigures {
  /** First moment of the period, Unix milliseconds. */
  fromMs: number;
  /** When it is gone, Unix milliseconds. */
  expiresAt: number;
}

/**
 * Writes the figures of a period, made from what is stored at the moment.
 *
 * Made anew when another instance writes the same period meanwhile, so that
 * figures of fewer beacons never replace those of more.
 *
 * @param kind Length of the period.
 * @param fromMs Its first moment, Unix milliseconds.
 * @param make Makes the figures; `null` when there are none to write.
 * @throws {Error} When others kept writing it.
 */
export async function writeRtcRollup(
  store: Store,
  { kind, fromMs }: { kind: RtcPeriodKind; fromMs: number },
  make: () => Promise<PlainRtcFigures | null>,
): Promise<void> {
  const key = kpiKeys.rtcPeriod(kind, fromMs);
  const { keepMs } = TIERS[kind];
  const expiresAt = fromMs + keepMs;
  for (let tries = 0; tries < 5; tries++) {
    const { versionstamp } = await store.get<RtcRollup>(key);
    const figures = await make();
    if (figures === null) return;
    const value: RtcRollup = { fromMs, expiresAt, ...figures };
    const { ok } = await store.commit({
      checks: [{ key, versionstamp }],
      mutations: [{ type: "set", key, value, expireInMs: keepMs }],
    });
    if (ok) return;
  }
  throw new Error(`Cannot write the roll-up: others keep writing ${kind}`);
}

/**
 * Lists the figures of the periods that begin within a span, oldest first.
 *
 * @param kind Length of the periods.
 * @param range Span, and `now`: expired ones are left out; Unix milliseconds.
 */
export async function* listRtcRollups(
  store: Store,
  kind: RtcPeriodKind,
  { fromMs, toMs, now }: TimeRange & { now: number },
): AsyncGenerator<RtcRollup> {
  if (toMs <= fromMs) return;
  const entries = store.list<RtcRollup>({
    start: kpiKeys.rtcPeriod(kind, fromMs),
    end: kpiKeys.rtcPeriod(kind, toMs),
  });
  for await (const { value } of entries) {
    if (value.expiresAt > now) yield value;
  }
}

/**
 * Tells until when every hour is rolled up for good, Unix milliseconds.
 *
 * @returns `null` when none is yet.
 */
export async function getRtcFinalUntil(store: Store): Promise<number | null> {
  return (await store.get<number>(kpiKeys.rtcFinalUntil())).value;
}

/** Notes until when every hour is rolled up for good, Unix milliseconds. */
export async function setRtcFinalUntil(
  store: Store,
  untilMs: number,
): Promise<void> {
  await store.commit({
    mutations: [{ type: "set", key: kpiKeys.rtcFinalUntil(), value: untilMs }],
  });
}
