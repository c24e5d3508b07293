import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/app/api_route.ts";

/** Reports on the requests of the last five minutes, by route and method. */
export const handler = apiRoute({
  async GET(ctx) {
    requireAdmin(ctx);
    const { httpMonitoring } = ctx.state.services;
    return Response.json(await httpMonitoring.reader.realtime());
  },
});
