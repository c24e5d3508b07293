import { equal } from "node:assert/strict";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import type { RtcPeriod } from "@/lib/monitoring/calls/period_kind.ts";
import { readTurnToday } from "@/lib/monitoring/now/turn_today.ts";

const NOON = Date.UTC(2026, 10, 21, 12);

function dayWith(neededBytes: number, chosenBytes: number): RtcPeriod {
  const day = new RtcAggregate();
  day.calls.addRelayed(neededBytes, "needed");
  day.calls.addRelayed(chosenBytes, "chosen");
  return { ...day.toPlain(), startAt: NOON };
}

Deno.test("readTurnToday() prices today's bytes, needed apart from chosen", async () => {
  const asked: unknown[] = [];
  const cost = await readTurnToday({
    rtcRollUp: {
      async *periods(tier, span) {
        asked.push(tier, span.fromMs, span.toMs);
        yield await Promise.resolve(dayWith(40e9, 5e9));
      },
    },
    settings: {
      turnPrice: {
        values: () =>
          Promise.resolve({
            perGbUsd: 0.05,
            freeGbPerMonth: 0,
            monthlyFeeUsd: 9,
          }),
      },
    },
  }, NOON);
  equal(cost.neededUsd.toFixed(4), "2.0000");
  equal(cost.chosenUsd.toFixed(4), "0.2500");
  equal(
    asked.join(),
    ["day", Date.UTC(2026, 10, 21), Date.UTC(2026, 10, 22)].join(),
  );
});
