/**
 * What relaying cost today.
 *
 * @module
 */

import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import type { RtcRollUp } from "@/lib/monitoring/calls/period_kind.ts";
import { summarizeRtc } from "@/lib/monitoring/calls/summary.ts";
import { periodStart, TIERS } from "@/lib/monitoring/core/tiers.ts";
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
  settings: { turnPrice: { values(): Promise<TurnPrice> } };
}

/**
 * Prices what was relayed by calls that ended since midnight (UTC).
 *
 * @param now Current time, Unix milliseconds.
 */
export async function readTurnToday(
  { rtcRollUp, settings }: TurnSource,
  now: number,
): Promise<TurnToday> {
  const fromMs = periodStart("day", now);
  const span = { fromMs, toMs: fromMs + TIERS.day.lengthMs };
  const today = new RtcAggregate();
  for await (const period of rtcRollUp.periods("day", span)) {
    today.addPlain(period);
  }
  const { relayedNeededBytes, relayedChosenBytes } = summarizeRtc(today).calls;
  const price = await settings.turnPrice.values();
  return {
    neededUsd: gigabytePriceUsd(relayedNeededBytes, price),
    chosenUsd: gigabytePriceUsd(relayedChosenBytes, price),
  };
}
