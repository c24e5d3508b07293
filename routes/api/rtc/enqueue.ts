import { enqueueSchema } from "@/lib/protocol/enqueue.ts";
import { apiRoute, noContent, requireAnon } from "@/lib/app/api_route.ts";
import { platformCountry } from "@/lib/http/client_info.ts";
import { readJson } from "@/lib/http/input.ts";
import { requireFilterRight } from "@/lib/identity/vip.ts";

/** A body may hold a description whose characters are all escaped. */
const LIMIT_BYTES = 112 * 1024;

/** Joins the queue; whoever fits is paired at once. */
export const handler = apiRoute({
  async POST(ctx) {
    const anonId = requireAnon(ctx);
    const { queue } = ctx.state.services;
    const { offer, ...request } = await readJson(ctx.req, enqueueSchema, {
      limitBytes: LIMIT_BYTES,
    });
    const profile = { country: platformCountry(ctx), ...request };
    requireFilterRight(ctx, profile);
    await queue.enqueue(anonId, profile, offer);
    return noContent();
  },
});
