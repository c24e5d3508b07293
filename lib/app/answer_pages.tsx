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
import { messagesOf } from "@/lib/i18n/messages.ts";
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
      const failure = failureOf(ctx, error);
      response = failure.code === "slow-down"
        ? inWords(ctx, failure)
        : await renderPage(ctx, failure);
    }
    keepLanguage(ctx, response);
    return response;
  };
}

/** To draw a page would cost as much as the one that was refused. */
function inWords(ctx: Context<State>, { status, headers }: ApiError): Response {
  const { title, text } = messagesOf(ctx.state.locale).errors.tooMany;
  return new Response(`${title}\n\n${text}\n`, {
    status,
    headers: { ...headers, "content-type": "text/plain; charset=utf-8" },
  });
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
