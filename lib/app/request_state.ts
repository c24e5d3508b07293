/**
 * Fills in what every request carries.
 *
 * @module
 */

import { parseCookie, stringifySetCookie } from "cookie";
import type { Middleware } from "fresh";
import type { State } from "./define.ts";
import { pickLocale } from "@/lib/i18n/pick_locale.ts";
import type { Services } from "./services.ts";
import { isHttps } from "@/lib/http/client_info.ts";
import { isApiPath } from "@/lib/http/api_path.ts";

const LANGUAGE_COOKIE = "lang";
const LANGUAGE_SECONDS = 365 * 24 * 3600;

/** Makes the middleware that hands out the services and names the visitor. */
export function identify(services: Services): Middleware<State> {
  return function identifyVisitor(ctx) {
    ctx.state.services = services;
    ctx.state.anonId = services.anonCookies.identify(
      ctx.req.headers.get("cookie"),
      services.now(),
    );
    ctx.state.admin = null;
    ctx.state.locale = "en";
    return ctx.next();
  };
}

/** Makes the middleware that picks a page's language and keeps a choice. */
export function chooseLanguage(): Middleware<State> {
  return async function chooseLanguageOf(ctx) {
    if (isApiPath(ctx.url.pathname)) return await ctx.next();
    const query = ctx.url.searchParams.get("lang");
    ctx.state.locale = pickLocale({
      query,
      cookie: parseCookie(ctx.req.headers.get("cookie") ?? "")[LANGUAGE_COOKIE],
      acceptLanguage: ctx.req.headers.get("accept-language"),
    });
    const response = await ctx.next();
    if (query === ctx.state.locale) {
      response.headers.append(
        "set-cookie",
        stringifySetCookie({
          name: LANGUAGE_COOKIE,
          value: query,
          path: "/",
          maxAge: LANGUAGE_SECONDS,
          sameSite: "lax",
          httpOnly: true,
          secure: isHttps(ctx),
        }),
      );
    }
    return response;
  };
}
