import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/app/api_route.ts";

const HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-store",
  // Proxies of nginx's kind would gather events instead of passing them on.
  "x-accel-buffering": "no",
};

/** Shows what is live, as it changes. */
export const handler = apiRoute({
  GET(ctx) {
    const admin = requireAdmin(ctx);
    const { adminStreams, adminDoor } = ctx.state.services;
    if (ctx.req.method === "HEAD") {
      return new Response(null, { headers: HEADERS });
    }
    const body = adminStreams.open(() => adminDoor.isStillIn(admin));
    return new Response(body, { headers: HEADERS });
  },
});
