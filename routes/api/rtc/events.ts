import { apiRoute, requireAnon } from "@/lib/app/api_route.ts";
import { clientOf } from "@/lib/app/request_state.ts";
import { positionSchema } from "@/lib/protocol/polled_news.ts";
import { EVENT_STREAM_HEADERS } from "@/lib/signaling/text_stream.ts";

/** Tells a visitor what happens, as it happens. */
export const handler = apiRoute({
  GET(ctx) {
    const anonId = requireAnon(ctx);
    const { eventStreams, openStreams } = ctx.state.services;
    if (ctx.req.method === "HEAD") {
      return new Response(null, { headers: EVENT_STREAM_HEADERS });
    }
    // An id that is none of ours is as good as none: all is told again.
    const lastId = positionSchema.safeParse(
      ctx.req.headers.get("last-event-id"),
    );
    const { owner } = clientOf(ctx);
    openStreams.open(owner);
    const close = () => openStreams.close(owner);
    const body = eventStreams.open(anonId, lastId.data ?? null, close);
    return new Response(body, { headers: EVENT_STREAM_HEADERS });
  },
});
