/**
 * The site as a Fresh app, from what it runs with.
 *
 * @module
 */

import { App, csrf, staticFiles } from "fresh";
import type { State } from "./define.ts";
import { answerErrors } from "./answer_errors.tsx";
import { isHttps } from "@/lib/http/client_info.ts";
import { limitRequests } from "./limit_requests.ts";
import { chooseLanguage, identify } from "./request_state.ts";
import { recordRequests } from "@/lib/monitoring/http/record_requests.ts";
import { securityHeaders } from "@/lib/http/security_headers.ts";
import { shedLoad } from "./shed_load.ts";
import type { Services } from "./services.ts";

/** Builds the app; order matters, the first middleware is the outermost. */
export function createApp(services: Services): App<State> {
  return new App<State>()
    .use(recordRequests(services.httpMonitoring.recorder))
    .use(identify(services))
    .use(securityHeaders())
    .use(chooseLanguage())
    .use(answerErrors())
    .use(shedLoad(services.loadGate))
    .use(csrf({
      // Behind a proxy that ends TLS the request itself says http.
      origin: (origin, ctx) => {
        const scheme = isHttps(ctx as Parameters<typeof isHttps>[0])
          ? "https"
          : "http";
        return origin === `${scheme}://${ctx.url.host}`;
      },
    }))
    .use(limitRequests(services))
    .use(staticFiles())
    .fsRoutes();
}
