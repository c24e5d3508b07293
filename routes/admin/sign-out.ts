import { closeSession } from "@/lib/admin/session.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { isHttps } from "@/lib/http/client_info.ts";

/** Ends an admin's session in this browser. */
export const handler = apiRoute({
  POST: (ctx) =>
    new Response(null, {
      status: 303,
      headers: {
        location: "/admin",
        "set-cookie": closeSession(isHttps(ctx)),
      },
    }),
});
