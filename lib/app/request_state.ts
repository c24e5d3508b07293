/**
 * Fills in what every request carries.
 *
 * @module
 */

import { parseCookie, stringifySetCookie } from "cookie";
import type { Context } from "fresh";
import type { State } from "./define.ts";
import { pickLocale } from "@/lib/i18n/pick_locale.ts";
import type { Services } from "./services.ts";
import {
  isHttps,
  type LimitedClient,
  limitedClient,
} from "@/lib/http/client_info.ts";

const LANGUAGE_COOKIE = "lang";
const LANGUAGE_SECONDS = 365 * 24 * 3600;

/** Hands out the services and names the visitor. */
export function identify(
  { req, state }: Context<State>,
  services: Services,
): void {
  state.services = services;
  state.anonId = services.anonCookies.identify(
    req.headers.get("cookie"),
    services.now(),
  );
  state.admin = null;
  state.locale = "en";
}

/**
 * Tells whom the limits by address are for. Several ask, and each answer takes
 * a look at the connection and at some headers, so it is found once a request.
 */
export function clientOf(ctx: Context<State>): LimitedClient {
  return ctx.state.client ??= limitedClient(ctx);
}

/** Picks a page's language. */
export function chooseLanguage({ req, url, state }: Context<State>): void {
  state.locale = pickLocale({
    query: url.searchParams.get("lang"),
    cookie: parseCookie(req.headers.get("cookie") ?? "")[LANGUAGE_COOKIE],
    acceptLanguage: req.headers.get("accept-language"),
  });
}

/** Keeps a language that the visitor just chose. */
export function keepLanguage(ctx: Context<State>, response: Response): void {
  const query = ctx.url.searchParams.get("lang");
  if (query !== ctx.state.locale) return;
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
