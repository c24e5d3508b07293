import { apiRoute } from "@/lib/app/api_route.ts";
import { clientAddress } from "@/lib/http/client_info.ts";

/** Names the servers that help two browsers find each other. */
export const handler = apiRoute({
  async GET(ctx) {
    const { iceServers } = ctx.state.services;
    const list = await iceServers.listFor(
      ctx.state.anonId ?? clientAddress(ctx),
    );
    return Response.json({
      iceServers: list.iceServers,
      ttl: list.ttlSeconds,
    });
  },
});
