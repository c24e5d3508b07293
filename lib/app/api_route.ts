/**
 * Routes by verb: those of the JSON interface, and of pages.
 *
 * The verbs are told apart here and not by the router, because a router that
 * loads routes lazily does not know which ones a route has.
 *
 * @module
 */

import { type Context, page, type PageResponse } from "fresh";
import type { State } from "./define.ts";
import { NO_CONTENT } from "@/lib/http/security_headers.ts";
import { ApiError } from "@/lib/protocol/errors.ts";

/** Context of one API request. */
export type ApiContext = Context<State>;

/** Answers one verb of a route; that of a page may leave it to the page. */
export type ApiHandler<Answer = Response> = (
  ctx: ApiContext,
) => Answer | Promise<Answer>;

/** Verbs that the interface uses. */
export type ApiVerb = "GET" | "POST" | "PUT" | "DELETE";

/**
 * Makes a route handler of one function per verb.
 *
 * HEAD is answered as GET, OPTIONS with the list of verbs, and any other verb
 * is an {@link ApiError} `method-not-allowed` with `Allow`.
 */
export function apiRoute<Answer = Response>(
  verbs: Partial<Record<ApiVerb, ApiHandler<Answer>>>,
): ApiHandler<Answer | Response> {
  const allow = [
    ...Object.keys(verbs),
    ...(verbs.GET ? ["HEAD"] : []),
    "OPTIONS",
  ].join(", ");
  return function handleApi(ctx) {
    const { method } = ctx.req;
    const handle = verbs[(method === "HEAD" ? "GET" : method) as ApiVerb];
    if (handle !== undefined) return handle(ctx);
    if (method === "OPTIONS") {
      return new Response(null, { status: 204, headers: { allow } });
    }
    throw new ApiError("method-not-allowed", `use ${allow}`, { allow });
  };
}

/**
 * Handler of a page that is only read. Without one a page would answer every
 * verb with itself, a POST too.
 */
export const readPage: ApiHandler<PageResponse<undefined> | Response> =
  apiRoute({ GET: () => page(undefined) });

/** The empty answer of a call that has nothing to say but its headers. */
export function noContent(
  headers?: Readonly<Record<string, string>>,
): Response {
  return headers === undefined
    ? NO_CONTENT
    : new Response(null, { status: 204, headers });
}

/**
 * Tells who is asking.
 *
 * @throws {ApiError} `anon-required` without a valid visitor's cookie.
 */
export function requireAnon(ctx: ApiContext): string {
  if (ctx.state.anonId === null) {
    throw new ApiError("anon-required", "call GET /api/anon/init first");
  }
  return ctx.state.anonId;
}
