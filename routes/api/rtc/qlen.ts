import { apiRoute } from "@/lib/app/api_route.ts";

/** Counts the people who wait; answers 200 also when the store fails. */
export const handler = apiRoute({
  async GET(ctx) {
    const { queue, log } = ctx.state.services;
    try {
      return Response.json({ mode: "kv", len: await queue.length() });
    } catch (error) {
      log.error("queue length not read", { error });
      return Response.json({
        mode: "kv-fail",
        len: 0,
        error: "store-unavailable",
      });
    }
  },
});
