import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { loadOverview } from "@/lib/monitoring/load_overview.ts";

/** The site at first sight, for the desk's first page. */
export const handler = apiRoute({
  async GET(ctx) {
    requireAdmin(ctx);
    return Response.json(await loadOverview(ctx.state.services));
  },
});
