import { z } from "zod";
import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { ApiError } from "@/lib/protocol/errors.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { noteAdmin } from "@/lib/app/identify_admin.ts";
import { readJson, readQuery } from "@/lib/http/input.ts";
import { acknowledgeAlert } from "@/lib/monitoring/alerts/alert_store.ts";
import { readAlerts } from "@/lib/monitoring/alerts/alert_list.ts";

const query = z.object({ state: z.enum(["open", "all"]).default("all") });

const action = z.object({
  id: z.string().min(1).max(64),
  action: z.literal("acknowledge"),
});

/**
 * Alerts: the open ones first, then the latest of the others, and whether there
 * are more.
 */
export const handler = apiRoute({
  async GET(ctx) {
    requireAdmin(ctx);
    const { state } = readQuery(ctx.req, query);
    const { store, now } = ctx.state.services;
    const isOpenOnly = state === "open";
    return Response.json(await readAlerts(store, { now: now(), isOpenOnly }));
  },
  async POST(ctx) {
    requireAdmin(ctx);
    const { id } = await readJson(ctx.req, action, { limitBytes: 1024 });
    const { store, now } = ctx.state.services;
    const alert = await acknowledgeAlert(store, id, now());
    if (alert === null) throw new ApiError("not-found", "no such alert");
    await noteAdmin(ctx, "acknowledged-alert", alert.title);
    return Response.json({ ok: true, alert });
  },
});
