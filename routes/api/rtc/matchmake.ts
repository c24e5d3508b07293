import { ApiError } from "@/lib/protocol/errors.ts";
import { apiRoute, noContent, requireAnon } from "@/lib/app/api_route.ts";
import { roleIn } from "@/lib/signaling/pair.ts";

/** Tells a waiting visitor the partner, as often as asked. */
export const handler = apiRoute({
  async POST(ctx) {
    const anonId = requireAnon(ctx);
    const match = await ctx.state.services.queue.matchmake(anonId);
    if (match.state === "waiting") return noContent();
    if (match.state === "not-queued") throw new ApiError("not-queued");
    const { pair } = match;
    return Response.json({ pairId: pair.pairId, role: roleIn(pair, anonId) });
  },
});
