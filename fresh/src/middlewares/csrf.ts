/**
 * Refuses requests that another site makes a browser send.
 *
 * @module
 */
import type { Context } from "../context.ts";
import { HttpError } from "../error.ts";
import type { Middleware } from "../types.ts";

/** Options of {@link csrf}. */
export interface CsrfOptions<State> {
  /** Origins that may send; default the app's own. */
  origin?:
    | string
    | string[]
    | ((origin: string, ctx: Context<State>) => boolean);
}

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Creates a middleware that refuses cross-site requests with 403.
 *
 * Browsers say where a request comes from, in `Sec-Fetch-Site` or `Origin`; a
 * client that says neither is no browser, and has no visitor's cookies.
 */
export function csrf<State>(
  { origin }: CsrfOptions<State> = {},
): Middleware<State> {
  const isAllowed = (ctx: Context<State>): boolean => {
    const sender = ctx.req.headers.get("origin");
    if (sender === null) return false;
    if (typeof origin === "function") return origin(sender, ctx);
    return Array.isArray(origin)
      ? origin.includes(sender)
      : sender === (origin || ctx.url.origin);
  };

  return function refuseCrossSite(ctx) {
    const { method, headers } = ctx.req;
    if (SAFE_METHODS.has(method)) return ctx.next();
    const site = headers.get("sec-fetch-site");
    const isOwn = site === null
      ? headers.get("origin") === null
      : site === "same-origin" || site === "none";
    if (!isOwn && !isAllowed(ctx)) throw new HttpError(403);
    return ctx.next();
  };
}
