import { z } from "zod";
import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/http/api_route.ts";
import { readQuery } from "@/lib/http/input.ts";

/** As far back as hourly figures are kept. */
const MAX_HOURS = 90 * 24;

const query = z.object({
  hours: z.coerce.number().int().min(1).max(MAX_HOURS).default(24),
});

/** Reports on the requests of the last hours, one by one. */
export const handler = apiRoute({
  async GET(ctx) {
    requireAdmin(ctx);
    const { hours } = readQuery(ctx.url, query);
    const { reader } = ctx.state.services.httpMonitoring;
    const { periods, ...span } = await reader.hourly(hours);
    return Response.json({ ...span, hours: periods });
  },
});
