/**
 * The site as a Fresh app, from what it runs with.
 *
 * @module
 */

import { App, type Context, csrf, type Middleware, staticFiles } from "fresh";
import type { State } from "./define.ts";
import { answerCalls } from "./answer_calls.ts";
import { answerPages } from "./answer_pages.tsx";
import { isHttps } from "@/lib/http/client_info.ts";
import { compress, compressedFilesIn } from "@/lib/http/compress.ts";
import { identifyAdmin } from "./identify_admin.ts";
import { limitRequests } from "./limit_requests.ts";
import { pageHeaders } from "@/lib/http/security_headers.ts";
import type { Services } from "./services.ts";

/**
 * Says whether a post comes from our own pages. Asked only where the browser
 * did not call it same-origin: one that calls it cross-site knows better than
 * its `Origin`.
 */
function isOwnOrigin(origin: string, ctx: Context<State>): boolean {
  if (ctx.req.headers.has("sec-fetch-site")) return false;
  // Behind a proxy that ends TLS the request itself says http.
  const scheme = isHttps(ctx) ? "https" : "http";
  return origin === `${scheme}://${ctx.url.host}`;
}

/** Where the build puts what it compressed. */
const COMPRESSED = new URL(import.meta.resolve("@/_fresh/compressed/"));

/** Builds the app; order matters, the first middleware is the outermost. */
export function createApp(services: Services): App<State> {
  const refuseForeign: Middleware<State> = csrf({ origin: isOwnOrigin });
  const aroundPages = [
    compress(compressedFilesIn(COMPRESSED)),
    pageHeaders<State>(),
    answerPages(),
    refuseForeign,
    staticFiles<State>(),
  ];
  return new App<State>()
    .use(answerCalls(services, { refuseForeign, aroundPages }))
    .use(limitRequests(services, { inner: identifyAdmin() }))
    .fsRoutes();
}
