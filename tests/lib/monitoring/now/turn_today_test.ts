import { equal } from "node:assert/strict";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import type { RtcPeriod } from "@/lib/monitoring/calls/period_kind.ts";
import {
  readTurnCostBy,
  readTurnToday,
} from "@/lib/monitoring/now/turn_today.ts";

const HOUR_MS = 3_600_000;
const MIDNIGHT = Date.UTC(2026, 10, 21);
const NOON = MIDNIGHT + 12 * HOUR_MS;

const price = { perGbUsd: 0.05, freeGbPerMonth: 0, monthlyFeeUsd: 9 };

function periodWith(
  startAt: number,
  neededBytes: number,
  chosenBytes = 0,
): RtcPeriod {
  const period = new RtcAggregate();
  period.calls.addCall("none");
  period.calls.addRelayed(neededBytes, "needed");
  period.calls.addRelayed(chosenBytes, "chosen");
  return { ...period.toPlain(), startAt };
}

/** Periods, and what was asked for. */
function source(periods: readonly RtcPeriod[]) {
  const asked: unknown[] = [];
  const rtcRollUp = {
    async *periods(tier: string, span: { fromMs: number; toMs: number }) {
      asked.push(tier, span.fromMs, span.toMs);
      yield* await Promise.resolve(periods);
    },
  };
  return { asked, source: { rtcRollUp, price } };
}

Deno.test("readTurnToday() prices today's bytes, needed apart from chosen", async () => {
  const { asked, source: day } = source([periodWith(MIDNIGHT, 40e9, 5e9)]);
  const cost = await readTurnToday(day, NOON);
  equal(cost.neededUsd.toFixed(4), "2.0000");
  equal(cost.chosenUsd.toFixed(4), "0.2500");
  equal(asked.join(), ["day", MIDNIGHT, MIDNIGHT + 24 * HOUR_MS].join());
});

Deno.test("readTurnCostBy() prices a day up to the same minute", async () => {
  const { asked, source: hours } = source([
    periodWith(MIDNIGHT, 40e9),
    periodWith(NOON, 0, 20e9),
  ]);
  const cost = await readTurnCostBy(hours, NOON + HOUR_MS / 4);
  equal(cost!.toFixed(4), "2.2500");
  equal(asked.join(), ["hour", MIDNIGHT, NOON + HOUR_MS / 4].join());
});

Deno.test("readTurnCostBy() knows nothing where no call was measured", async () => {
  equal(await readTurnCostBy(source([]).source, NOON), undefined);
  const silent = { ...new RtcAggregate().toPlain(), startAt: MIDNIGHT };
  equal(await readTurnCostBy(source([silent]).source, NOON), undefined);
  const direct = periodWith(MIDNIGHT, 0);
  equal(await readTurnCostBy(source([direct]).source, NOON), 0);
});
