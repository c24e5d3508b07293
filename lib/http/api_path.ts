/**
 * Which requests come from programs.
 *
 * @module
 */

import type { Context } from "fresh";

/** Paths that are answered to programs, in JSON. */
export function isApiPath(pathname: string): boolean {
  return pathname.startsWith("/api/") || pathname === "/metrics";
}

/**
 * Tells where a request belongs: the pattern of its route, which begins as its
 * path does; the path where there is no route. The pattern is at hand, and the
 * URL need not be parsed for it.
 */
export function placeOf(
  ctx: Pick<Context<unknown>, "route" | "url">,
): string {
  return ctx.route ?? ctx.url.pathname;
}
