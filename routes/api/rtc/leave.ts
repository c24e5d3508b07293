import { apiRoute, noContent, requireAnon } from "@/lib/app/api_route.ts";

/** Leaves the queue and the call, whichever there is. */
export const handler = apiRoute({
  async POST(ctx) {
    const anonId = requireAnon(ctx);
    const { eventStreams, queue } = ctx.state.services;
    await queue.leave(anonId);
    eventStreams.close(anonId);
    return noContent();
  },
});
