import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { readQuery } from "@/lib/http/input.ts";
import { gigabytePriceUsd } from "@/lib/monitoring/history/turn_price.ts";
import { countLive } from "@/lib/monitoring/live_counts.ts";
import { hoursQuery } from "@/lib/monitoring/core/report_query.ts";
import { reportRtc } from "@/lib/monitoring/calls/report.ts";

/** Reports on calls: those of now, the last hours together and one by one. */
export const handler = apiRoute({
  async GET(ctx) {
    requireAdmin(ctx);
    const { hours } = readQuery(ctx.req, hoursQuery);
    const { store, now, rtcRollUp, settings } = ctx.state.services;
    const [live, report, price] = await Promise.all([
      countLive(store),
      reportRtc(rtcRollUp, { hourCount: hours, now: now() }),
      settings.turnPrice.values(),
    ]);
    const { relayedNeededBytes, relayedChosenBytes } = report.summary.calls;
    const relayCostUsd = {
      needed: gigabytePriceUsd(relayedNeededBytes, price),
      chosen: gigabytePriceUsd(relayedChosenBytes, price),
    };
    return Response.json({ live, ...report, relayCostUsd });
  },
});
