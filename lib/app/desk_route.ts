/**
 * Pages of the operators' desk: those that are read, and the way to them past
 * the door. That strangers are sent to the door is `identify_admin.ts`'s.
 *
 * @module
 */

import { page, type PageResponse } from "fresh";
import { type ApiContext, type ApiHandler, apiRoute } from "./api_route.ts";

/** Headers of whatever only admins see. */
export const PRIVATE_HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "x-robots-tag": "noindex",
};

/**
 * Makes the handler of a page that admins read.
 *
 * @param load Reads what the page shows.
 */
export function deskRoute<Data>(
  load: (ctx: ApiContext) => Data | Promise<Data>,
): ApiHandler<PageResponse<Data> | Response> {
  return apiRoute<PageResponse<Data> | Response>({
    GET: async (ctx) => page(await load(ctx), { headers: PRIVATE_HEADERS }),
  });
}

/** Begins with one slash and a name, so it is never another site's address. */
const DESK_PATH = /^\/admin(\/[\w-]+)*(\?[\w\-.~%&=+:,]*)?$/;

/** The door's address for somebody who was going to another page. */
export function doorOnTheWayTo({ pathname, search }: URL): string {
  const to = pathname + search;
  return DESK_PATH.test(to)
    ? `/admin?${new URLSearchParams({ to })}`
    : "/admin";
}

/**
 * Answers a link that was followed on another site. The session's cookie is
 * `SameSite=Strict`, so it did not come, and would not after a redirect either;
 * it comes with what our own page asks for.
 *
 * @param location Path on this site, in characters that need no escapes.
 */
export function askFromHere(location: string): Response {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8">` +
    `<meta http-equiv="refresh" content="0;url=${location}">` +
    `<title>Parley</title><a href="${location}">Go on</a></html>`;
  return new Response(body, {
    headers: { ...PRIVATE_HEADERS, "content-type": "text/html; charset=utf-8" },
  });
}

/**
 * Reads where somebody was going before the door.
 *
 * @param to What the address of the door says; it may come from anybody.
 * @returns A path of the desk on this site; the overview where it is none.
 */
export function placeBehindTheDoor(to: string | null): string {
  return to !== null && DESK_PATH.test(to) ? to : "/admin";
}
