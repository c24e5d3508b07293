/**
 * Everything that surrounds a page but its policy, in one step: who asks, in
 * which language, whether there is room, and what went wrong.
 *
 * Errors become pages here and not in `_error.tsx`: decision 4.
 *
 * @module
 */

import type { Context, Middleware } from "fresh";
import { ErrorPage } from "@/components/ErrorPage.tsx";
import { requireHost } from "@/lib/http/host.ts";
import type { ApiError } from "@/lib/protocol/errors.ts";
import type { State } from "./define.ts";
import { failureOf } from "./failure.ts";
import { chooseLanguage, keepLanguage } from "./request_state.ts";
import { letIn, letOut } from "./shed_load.ts";

/** Makes the middleware; it is for pages only. */
export function answerPages(): Middleware<State> {
  return async function answerPage(ctx) {
    chooseLanguage(ctx);
    let response: Response;
    try {
      requireHost(ctx.req);
      letIn(ctx);
      try {
        response = await ctx.next();
      } finally {
        letOut(ctx);
      }
    } catch (error) {
      response = await renderPage(ctx, failureOf(ctx, error));
    }
    keepLanguage(ctx, response);
    return response;
  };
}

function renderPage(
  ctx: Context<State>,
  { status, headers }: ApiError,
): Promise<Response> | Response {
  return ctx.render(
    <ErrorPage status={status} locale={ctx.state.locale} />,
    { status, headers },
    { skipInheritedLayouts: true },
  );
}
