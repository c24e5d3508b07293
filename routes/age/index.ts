import { ApiError } from "@/lib/protocol/errors.ts";
import { AGE_PATH } from "@/lib/app/adults.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { isHttps } from "@/lib/http/client_info.ts";

/** Sends a visitor to where their age is assured. */
export const handler = apiRoute({
  GET(ctx) {
    const { ageAssurance, now } = ctx.state.services;
    if (ageAssurance === null) throw new ApiError("not-found");
    const isSecure = isHttps(ctx);
    const returnTo = new URL(`${AGE_PATH}/return`, ctx.url);
    if (isSecure) returnTo.protocol = "https:";
    const { location, cookie } = ageAssurance.ask(returnTo.href, {
      now: now(),
      isSecure,
    });
    return new Response(null, {
      status: 303,
      headers: { location, "set-cookie": cookie },
    });
  },
});
