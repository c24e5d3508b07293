/**
 * Headers that tell browsers what pages may do.
 *
 * @module
 */

import { csp, type Middleware } from "fresh";
import { type ClientState, isHttps } from "./client_info.ts";
import { isApiPath } from "./api_path.ts";

const CSP_HEADER = "content-security-policy";

/** Makes the middleware: a policy by nonce for pages, the rest for all. */
export function securityHeaders<State extends ClientState>(): Middleware<
  State
> {
  const withPolicy = csp({
    useNonce: true,
    csp: [
      "script-src 'self' 'unsafe-inline'",
      "style-src 'self' 'unsafe-inline'",
      "worker-src 'self'",
    ],
  }) as Middleware<State>;
  return async function setSecurityHeaders(ctx) {
    const isApi = isApiPath(ctx.url.pathname);
    const response = await (isApi ? ctx.next() : withPolicy(ctx));
    const { headers } = response;
    headers.set("x-content-type-options", "nosniff");
    if (isHttps(ctx)) {
      headers.set("strict-transport-security", "max-age=31536000");
    }
    if (isApi) {
      if (!headers.has("cache-control")) {
        headers.set("cache-control", "no-store");
      }
      return response;
    }
    headers.set("referrer-policy", "no-referrer");
    headers.set(
      "permissions-policy",
      "camera=(self), microphone=(self), geolocation=()",
    );
    if (!isHttps(ctx)) {
      // On plain http the browser would then ask for the page's own scripts by
      // https, where nobody listens.
      const policy = headers.get(CSP_HEADER) ?? "";
      headers.set(
        CSP_HEADER,
        policy.replace(/;? *upgrade-insecure-requests/, ""),
      );
    }
    return response;
  };
}
