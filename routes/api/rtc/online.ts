import { apiRoute } from "@/lib/app/api_route.ts";
import { countLive } from "@/lib/monitoring/live_counts.ts";

/**
 * Counts the people on the site, those who wait and two of each call, and tells
 * one who waits how long that usually takes.
 */
export const handler = apiRoute({
  async GET(ctx) {
    const { store, queue } = ctx.state.services;
    const { anonId } = ctx.state;
    const [{ waitingCount, callCount }, usualWaitMs] = await Promise.all([
      countLive(store),
      anonId === null ? null : queue.usualWaitMs(anonId),
    ]);
    return Response.json({
      online: waitingCount + 2 * callCount,
      ...(usualWaitMs !== null && { usualWaitMs }),
    });
  },
});
