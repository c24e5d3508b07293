import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/app/api_route.ts";

/** Says how the monitoring of requests itself is doing. */
export const handler = apiRoute({
  async GET(ctx) {
    requireAdmin(ctx);
    return Response.json(await ctx.state.services.httpMonitoring.status());
  },
});
