import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { readQuery } from "@/lib/http/input.ts";
import { daysQuery } from "@/lib/monitoring/core/report_query.ts";

/** Reports on the requests of the last days (UTC), one by one. */
export const handler = apiRoute({
  async GET(ctx) {
    requireAdmin(ctx);
    const { days } = readQuery(ctx.req, daysQuery);
    const { reader } = ctx.state.services.httpMonitoring;
    const { periods, ...span } = await reader.daily(days);
    return Response.json({ ...span, days: periods });
  },
});
