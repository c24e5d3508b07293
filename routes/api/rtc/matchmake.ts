import { ApiError } from "@/lib/protocol/errors.ts";
import { apiRoute, noContent, requireAnon } from "@/lib/app/api_route.ts";
import { HELD_BACK_HEADER } from "@/lib/protocol/held_back.ts";
import { roleIn } from "@/lib/signaling/pair.ts";

/** Tells a waiting visitor the partner, as often as asked. */
export const handler = apiRoute({
  async POST(ctx) {
    const anonId = requireAnon(ctx);
    const { queue, now } = ctx.state.services;
    const match = await queue.matchmake(anonId);
    if (match.state === "waiting") {
      const { heldUntil } = match;
      if (heldUntil === null) return noContent();
      const heldBackMs = Math.max(0, heldUntil - now());
      return noContent({ [HELD_BACK_HEADER]: String(heldBackMs) });
    }
    if (match.state === "not-queued") throw new ApiError("not-queued");
    const { pair } = match;
    return Response.json({ pairId: pair.pairId, role: roleIn(pair, anonId) });
  },
});
