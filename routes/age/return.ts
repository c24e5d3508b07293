import { ApiError } from "@/lib/protocol/errors.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { isHttps } from "@/lib/http/client_info.ts";

/** Takes a visitor back whose age was assured, or was not. */
export const handler = apiRoute({
  async GET(ctx) {
    const { ageAssurance, now } = ctx.state.services;
    if (ageAssurance === null) throw new ApiError("not-found");
    const { anonId } = ctx.state;
    const cookie = anonId && await ageAssurance.hear({
      anonId,
      cookieHeader: ctx.req.headers.get("cookie"),
      token: ctx.url.searchParams.get("token"),
    }, { now: now(), isSecure: isHttps(ctx) });
    return new Response(null, {
      status: 303,
      headers: cookie
        ? { location: "/chat", "set-cookie": cookie }
        : { location: "/chat?age=unknown" },
    });
  },
});
