import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import {
  exposition,
  EXPOSITION_TYPE,
} from "@/lib/monitoring/core/exposition.ts";

/** Gives metrics to Prometheus. */
export const handler = apiRoute({
  async GET(ctx) {
    requireAdmin(ctx);
    const { families } = ctx.state.services.httpMonitoring;
    const lists = await Promise.all(families.map((source) => source()));
    return new Response(exposition(lists.flat()), {
      headers: { "content-type": EXPOSITION_TYPE },
    });
  },
});
