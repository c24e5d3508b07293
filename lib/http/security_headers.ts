/**
 * Headers that tell browsers what pages may do.
 *
 * @module
 */

import { csp, type Middleware } from "fresh";
import {
  type ClientContext,
  type ClientState,
  isHttps,
} from "./client_info.ts";

const CSP_HEADER = "content-security-policy";

/** Sets what goes with every answer to a program. */
export function setCallHeaders(ctx: ClientContext, headers: Headers): void {
  setCommonHeaders(ctx, headers);
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
}

/** Makes the middleware of pages: a policy by nonce, and the rest. */
export function pageHeaders<State extends ClientState>(): Middleware<State> {
  const withPolicy = csp({
    useNonce: true,
    csp: [
      "script-src 'self' 'unsafe-inline'",
      "style-src 'self' 'unsafe-inline'",
      "worker-src 'self'",
    ],
  }) as Middleware<State>;
  return async function setPageHeaders(ctx) {
    const response = await withPolicy(ctx);
    const { headers } = response;
    setCommonHeaders(ctx, headers);
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

function setCommonHeaders(ctx: ClientContext, headers: Headers): void {
  headers.set("x-content-type-options", "nosniff");
  if (isHttps(ctx)) {
    headers.set("strict-transport-security", "max-age=31536000");
  }
}
