import { deepEqual } from "node:assert/strict";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import type { Span } from "@/lib/monitoring/core/tiers.ts";
import { loadOverview } from "@/lib/monitoring/load_overview.ts";
import { testServices } from "@/tests/helpers.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

Deno.test("loadOverview() holds relaying today against other days by this hour", async () => {
  using services = await testServices();
  const { clock, settings, rtcRollUp } = services;
  const midnight = Math.floor(clock.ms / DAY_MS) * DAY_MS;
  clock.ms = midnight + 2 * HOUR_MS;
  await settings.turnPrice.change({ perGbUsd: 1 });
  const gigabytes = new Map([
    [midnight, 8],
    [midnight - DAY_MS, 5],
    [midnight - DAY_MS + 20 * HOUR_MS, 90],
    [midnight - 7 * DAY_MS + HOUR_MS, 4],
  ]);
  const periods: typeof rtcRollUp.periods = async function* (tier, span: Span) {
    for (const [startAt, count] of gigabytes) {
      if (startAt < span.fromMs || startAt >= span.toMs) continue;
      const period = new RtcAggregate();
      period.calls.addCall("none");
      period.calls.addRelayed(count * 1e9, "needed");
      if (tier === "day") period.calls.addRelayed(1e9, "chosen");
      yield await Promise.resolve({ ...period.toPlain(), startAt });
    }
  };
  const { now, yesterday, lastWeek, turnToday } = await loadOverview({
    ...services,
    rtcRollUp: Object.assign(Object.create(rtcRollUp), { periods }),
  });
  deepEqual(turnToday, { neededUsd: 8, chosenUsd: 1 });
  deepEqual(
    [now, yesterday, lastWeek].map(({ turnCostUsd }) => turnCostUsd),
    [9, 5, 4],
  );
});
