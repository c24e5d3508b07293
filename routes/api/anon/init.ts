import { apiRoute } from "@/lib/app/api_route.ts";
import { isHttps } from "@/lib/http/client_info.ts";

/** Makes the browser a visitor; one who is already stays the same. */
export const handler = apiRoute({
  GET(ctx) {
    const { services, anonId } = ctx.state;
    const response = Response.json({ ok: true });
    if (anonId === null) {
      const cookie = services.anonCookies.issue(services.now(), isHttps(ctx));
      response.headers.set("set-cookie", cookie);
    }
    return response;
  },
});
