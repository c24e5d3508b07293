import { apiRoute, noContent, requireAnon } from "@/lib/app/api_route.ts";

/** Leaves the queue and the call, whichever there is. */
export const handler = apiRoute({
  async POST(ctx) {
    const anonId = requireAnon(ctx);
    const { eventStreams, limits, queue } = ctx.state.services;
    limits.queue.require(anonId);
    await queue.leave(anonId);
    eventStreams.close(anonId);
    return noContent();
  },
});
