import { apiRoute } from "@/lib/app/api_route.ts";
import { readJson } from "@/lib/http/input.ts";
import { statsEmissionSchema } from "@/lib/protocol/call_stats.ts";
import { ApiError } from "@/lib/protocol/errors.ts";
import { sideOf } from "@/lib/protocol/role.ts";
import { recentSeat } from "@/lib/signaling/recent_member.ts";

const LIMIT_BYTES = 8 * 1024;

/**
 * Takes what a member's page says about its call. Whoever is not in it, nor was
 * within the last minute, is refused.
 */
export const handler = apiRoute({
  async POST(ctx) {
    const { services, anonId } = ctx.state;
    const received = await readJson(ctx.req, statsEmissionSchema, {
      limitBytes: LIMIT_BYTES,
    });
    const { pairId } = received.emission;
    const seat = anonId === null
      ? null
      : await recentSeat(services, { pairId, anonId });
    if (seat === null) {
      throw new ApiError("forbidden", "not a member of this call");
    }
    const side = sideOf(seat.role);
    const { isResyncNeeded } = await services.statsIntake.take(
      { ...seat, pairId, side },
      received,
    );
    return Response.json({ ok: true, ...(isResyncNeeded && { resync: true }) });
  },
});
