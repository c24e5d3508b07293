import { z } from "zod";
import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/http/api_route.ts";
import { readQuery } from "@/lib/http/input.ts";
import { countLive } from "@/lib/kv/live_counts.ts";
import { reportRtc } from "@/lib/monitoring/rtc_report.ts";

/** As far back as hourly figures are kept. */
const MAX_HOURS = 90 * 24;

const query = z.object({
  hours: z.coerce.number().int().min(1).max(MAX_HOURS).default(24),
});

/** Reports on calls: those of now, the last hours together and one by one. */
export const handler = apiRoute({
  async GET(ctx) {
    requireAdmin(ctx);
    const { hours } = readQuery(ctx.url, query);
    const { store, now, rtcRecent } = ctx.state.services;
    const [live, report] = await Promise.all([
      countLive(store),
      reportRtc({ store, rtcRecent }, { hourCount: hours, now: now() }),
    ]);
    return Response.json({ live, ...report });
  },
});
