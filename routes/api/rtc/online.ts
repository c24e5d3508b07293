import { apiRoute } from "@/lib/app/api_route.ts";
import { countLive } from "@/lib/monitoring/live_counts.ts";

/** Counts the people on the site: those who wait, and two of each call. */
export const handler = apiRoute({
  async GET(ctx) {
    const { waitingCount, callCount } = await countLive(
      ctx.state.services.store,
    );
    return Response.json({ online: waitingCount + 2 * callCount });
  },
});
