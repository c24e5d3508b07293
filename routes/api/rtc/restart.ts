import { apiRoute, noContent, requireAnon } from "@/lib/app/api_route.ts";
import { readJson } from "@/lib/http/input.ts";
import { restartSchema } from "@/lib/protocol/events.ts";
import { requireMember } from "./(_signaling)/membership.ts";
import { tell } from "./(_signaling)/tell.ts";

/** Asks the caller, who alone opens negotiations, for an ICE restart. */
export const handler = apiRoute({
  async POST(ctx) {
    const anonId = requireAnon(ctx);
    const { pairId } = await readJson(ctx.req, restartSchema);
    const pair = await ctx.state.services.pairs.use(pairId);
    const { role, peerId } = requireMember(pair, anonId);
    const callerId = role === "caller" ? anonId : peerId;
    await tell(ctx, { anonId: callerId, pairId, news: { type: "restart" } });
    return noContent();
  },
});
