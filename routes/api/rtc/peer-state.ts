import { apiRoute, noContent, requireAnon } from "@/lib/app/api_route.ts";
import { readJson } from "@/lib/http/input.ts";
import { peerStateSchema } from "@/lib/protocol/events.ts";
import { requireMember } from "./(_signaling)/membership.ts";
import { tell } from "./(_signaling)/tell.ts";

/** Lets a member say how its connection is; the other side is told. */
export const handler = apiRoute({
  async POST(ctx) {
    const anonId = requireAnon(ctx);
    const { pairId, state } = await readJson(ctx.req, peerStateSchema);
    const pair = await ctx.state.services.pairs.use(pairId);
    const { peerId } = requireMember(pair, anonId);
    const news = { type: "peer-state", state } as const;
    await tell(ctx, { anonId: peerId, pairId, news });
    return noContent();
  },
});
