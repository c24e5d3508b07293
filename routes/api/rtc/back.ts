import { ApiError } from "@/lib/protocol/errors.ts";
import { apiRoute, requireAnon } from "@/lib/app/api_route.ts";
import { readJson } from "@/lib/http/input.ts";
import { backSchema } from "@/lib/protocol/way_back.ts";
import { notAMember } from "./(_signaling)/membership.ts";

/** Takes a Next back: asks the one who was left, who agrees by the same call. */
export const handler = apiRoute({
  async POST(ctx) {
    const anonId = requireAnon(ctx);
    const { pairId } = await readJson(ctx.req, backSchema);
    const { wayBack } = ctx.state.services.queue;
    const state = await wayBack.take(anonId, pairId);
    if (state === "stranger") throw notAMember();
    if (state === "too-late") throw new ApiError("too-late");
    return Response.json({ state });
  },
});
