import { z } from "zod";
import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/http/api_route.ts";
import { readQuery } from "@/lib/http/input.ts";

/** As far back as daily figures are kept. */
const MAX_DAYS = 730;

const query = z.object({
  days: z.coerce.number().int().min(1).max(MAX_DAYS).default(30),
});

/** Reports on the requests of the last days (UTC), one by one. */
export const handler = apiRoute({
  async GET(ctx) {
    requireAdmin(ctx);
    const { days } = readQuery(ctx.url, query);
    const { reader } = ctx.state.services.httpMonitoring;
    const { periods, ...span } = await reader.daily(days);
    return Response.json({ ...span, days: periods });
  },
});
