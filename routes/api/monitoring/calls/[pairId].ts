import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { readCall } from "@/lib/monitoring/records/call_record.ts";
import { ApiError } from "@/lib/protocol/errors.ts";
import { pairIdSchema } from "@/lib/protocol/role.ts";

/** One call from beginning to end, under way or past. */
export const handler = apiRoute({
  async GET(ctx) {
    requireAdmin(ctx);
    const { store, now, settings } = ctx.state.services;
    const pairId = pairIdSchema.safeParse(ctx.params.pairId);
    const call = pairId.success
      ? await readCall(store, pairId.data, {
        now: now(),
        costPerGb: (await settings.turnPrice.values()).perGbUsd,
      })
      : null;
    if (call === null) throw new ApiError("not-found", "no such call");
    return Response.json(call);
  },
});
