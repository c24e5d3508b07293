/**
 * What relaying cost today so far, and on other days by the same hour.
 *
 * @module
 */

import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import type { RtcRollUp } from "@/lib/monitoring/calls/period_kind.ts";
import { summarizeRtc } from "@/lib/monitoring/calls/summary.ts";
import { periodStart, TIERS } from "@/lib/monitoring/core/tiers.ts";
import {
  priceOf,
  relayedBytesOf,
} from "@/lib/monitoring/history/period_values.ts";
import {
  gigabytePriceUsd,
  type TurnPrice,
} from "@/lib/monitoring/history/turn_price.ts";
import type { TurnToday } from "@/lib/monitoring/overview/desk.ts";

/** Where the cost comes from. */
export interface TurnSource {
  /** Rolls up what past calls relayed. */
  rtcRollUp: Pick<RtcRollUp, "periods">;
  /** The price, as admins set it. */
  price: TurnPrice;
}

/**
 * Prices what was relayed by calls that ended since midnight (UTC).
 *
 * @param now Current time, Unix milliseconds.
 */
export async function readTurnToday(
  { rtcRollUp, price }: TurnSource,
  now: number,
): Promise<TurnToday> {
  const fromMs = periodStart("day", now);
  const span = { fromMs, toMs: fromMs + TIERS.day.lengthMs };
  const today = new RtcAggregate();
  for await (const period of rtcRollUp.periods("day", span)) {
    today.addPlain(period);
  }
  const { relayedNeededBytes, relayedChosenBytes } = summarizeRtc(today).calls;
  return {
    neededUsd: gigabytePriceUsd(relayedNeededBytes, price),
    chosenUsd: gigabytePriceUsd(relayedChosenBytes, price),
  };
}

/**
 * Prices what was relayed from a day's midnight (UTC) to a moment of that day.
 * Of the hour that the moment is in, as much is taken as had passed of it.
 *
 * @param atMs The moment, Unix milliseconds.
 * @returns US dollars; `undefined` where nobody measured any call.
 */
export async function readTurnCostBy(
  { rtcRollUp, price }: TurnSource,
  atMs: number,
): Promise<number | undefined> {
  const span = { fromMs: periodStart("day", atMs), toMs: atMs };
  let relayedBytes: number | undefined;
  for await (const period of rtcRollUp.periods("hour", span)) {
    const bytes = relayedBytesOf(summarizeRtc(RtcAggregate.fromPlain(period)));
    if (bytes === undefined) continue;
    const passed = (atMs - period.startAt) / TIERS.hour.lengthMs;
    relayedBytes = (relayedBytes ?? 0) + bytes * Math.min(1, passed);
  }
  return priceOf(relayedBytes, price);
}
