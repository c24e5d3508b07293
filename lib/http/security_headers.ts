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

/** Sets what goes with every answer to a program, and gives the one to send. */
export function withCallHeaders(
  ctx: ClientContext,
  response: Response,
): Response {
  if (response === NO_CONTENT) {
    return isHttps(ctx) ? NO_CONTENT_BY_HTTPS : NO_CONTENT;
  }
  const { headers } = response;
  setCommonHeaders(isHttps(ctx), headers);
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  return response;
}

/**
 * The answer of calls that have nothing to say, one for all of them: most calls
 * are of this kind, and one of their own would cost each 0.9 KB. It has no body
 * that could be used up, or that a browser could take for something else, so
 * that `nosniff` is left out: Deno takes a microsecond for a second header. And
 * nobody can set a header on it, which would be in everybody's answer.
 */
export const NO_CONTENT: Response = noContentFor(false);

const NO_CONTENT_BY_HTTPS = noContentFor(true);

function noContentFor(isByHttps: boolean): Response {
  const response = new Response(null, { status: 204 });
  const { headers } = response;
  if (isByHttps) setTransportPolicy(headers);
  headers.set("cache-control", "no-store");
  for (const name of ["append", "delete", "set"] as const) {
    headers[name] = () => {
      throw new TypeError(
        "Cannot change these headers: the answer is everybody's",
      );
    };
  }
  return response;
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
    setCommonHeaders(isHttps(ctx), headers);
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

function setCommonHeaders(isByHttps: boolean, headers: Headers): void {
  headers.set("x-content-type-options", "nosniff");
  if (isByHttps) setTransportPolicy(headers);
}

function setTransportPolicy(headers: Headers): void {
  headers.set("strict-transport-security", "max-age=31536000");
}
