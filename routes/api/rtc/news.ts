import { apiRoute, requireAnon } from "@/lib/app/api_route.ts";
import { readQuery } from "@/lib/http/input.ts";
import { newsQuerySchema } from "@/lib/protocol/polled_news.ts";
import { readPolledNews } from "@/lib/signaling/polled_news.ts";

/** Tells one who cannot have the event stream what no other call tells. */
export const handler = apiRoute({
  async GET(ctx) {
    const anonId = requireAnon(ctx);
    const { after } = readQuery(ctx.req, newsQuerySchema);
    const { inboxes } = ctx.state.services;
    return Response.json(await readPolledNews(inboxes, anonId, after ?? null));
  },
});
