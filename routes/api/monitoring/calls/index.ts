import { z } from "zod";
import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { readQuery } from "@/lib/http/input.ts";
import { listRecords } from "@/lib/monitoring/records/record_store.ts";
import { LATEST_MS } from "@/lib/protocol/limits.ts";

const DAY_MS = 24 * 3600_000;

const moment = z.coerce.number().int().min(0).max(LATEST_MS);

const query = z.object({
  from: moment.optional(),
  to: moment.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Lists past calls, the latest first: of the last day unless told otherwise. */
export const handler = apiRoute({
  async GET(ctx) {
    requireAdmin(ctx);
    const { store, now } = ctx.state.services;
    const { limit, ...span } = readQuery(ctx.req, query);
    const toMs = span.to ?? now() + 1;
    const fromMs = span.from ?? toMs - DAY_MS;
    const asked = { fromMs, toMs, limit, now: now() };
    return Response.json({ calls: await listRecords(store, asked) });
  },
});
