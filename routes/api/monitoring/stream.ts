import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { EVENT_STREAM_HEADERS } from "@/lib/signaling/text_stream.ts";

/** Shows what is live, as it changes. */
export const handler = apiRoute({
  GET(ctx) {
    const admin = requireAdmin(ctx);
    const { adminStreams, adminDoor } = ctx.state.services;
    if (ctx.req.method === "HEAD") {
      return new Response(null, { headers: EVENT_STREAM_HEADERS });
    }
    const body = adminStreams.open(() => adminDoor.isStillIn(admin));
    return new Response(body, { headers: EVENT_STREAM_HEADERS });
  },
});
