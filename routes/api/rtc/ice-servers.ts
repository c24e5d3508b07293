import { apiRoute } from "@/lib/app/api_route.ts";

/** For how long a browser may keep the list, seconds. */
const TTL_SECONDS = 3600;

/** Names the STUN servers that help two browsers find each other. */
export const handler = apiRoute({
  GET(ctx) {
    const urls = ctx.state.services.config.stunUrls;
    return Response.json({
      iceServers: urls.length > 0 ? [{ urls }] : [],
      ttl: TTL_SECONDS,
    });
  },
});
