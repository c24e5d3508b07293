import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { readQuery } from "@/lib/http/input.ts";
import { hoursQuery } from "@/lib/monitoring/core/report_query.ts";

/** Reports on the requests of the last hours, one by one. */
export const handler = apiRoute({
  async GET(ctx) {
    requireAdmin(ctx);
    const { hours } = readQuery(ctx.req, hoursQuery);
    const { reader } = ctx.state.services.httpMonitoring;
    const { periods, ...span } = await reader.hourly(hours);
    return Response.json({ ...span, hours: periods });
  },
});
