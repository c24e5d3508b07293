/**
 * Gives every page one URL: with, or without a slash at its end.
 *
 * @module
 */
import type { Middleware } from "../types.ts";

/**
 * Creates a middleware that redirects to the one form of a URL.
 *
 * @param mode "always" for a slash at the end, "never" for none.
 */
export function trailingSlashes<T>(mode: "always" | "never"): Middleware<T> {
  return async function redirectToOneForm(ctx) {
    const { pathname, search } = ctx.url;
    const hasSlash = pathname.endsWith("/");
    if (pathname === "/" || hasSlash === (mode === "always")) {
      return await ctx.next();
    }
    const path = hasSlash ? pathname.slice(0, -1) : `${pathname}/`;
    return ctx.redirect(path + search);
  };
}
