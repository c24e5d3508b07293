/**
 * Turns whatever a handler throws into the answer the client sees.
 *
 * This is a root middleware and not `_error.tsx`, so that the middlewares outside
 * of it, which count requests and set headers, see every answer as it goes out.
 *
 * @module
 */

import type { Context, Middleware } from "fresh";
import { HttpError } from "fresh";
import { ErrorPage } from "@/components/ErrorPage.tsx";
import { isApiPath } from "@/lib/http/api_path.ts";
import { unavailable } from "@/lib/http/unavailable.ts";
import { isStoreFailure } from "@/lib/kv/store_failure.ts";
import type { State } from "./define.ts";
import {
  ApiError,
  ERROR_STATUS,
  type ErrorCode,
} from "@/lib/protocol/errors.ts";

/** Makes the middleware. */
export function answerErrors(): Middleware<State> {
  return async function answerErrorsOf(ctx) {
    try {
      return await ctx.next();
    } catch (error) {
      const failure = toApiError(error);
      // One who is sent away under load is counted, and not worth a line.
      if (failure.status >= 500 && failure !== error) {
        ctx.state.services.log.error("request failed", {
          method: ctx.req.method,
          route: ctx.route,
          error,
        });
      }
      if (isApiPath(ctx.url.pathname)) return failure.toResponse();
      return await renderPage(ctx, failure);
    }
  };
}

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (isStoreFailure(error)) return unavailable("the store does not answer");
  if (!(error instanceof HttpError)) return new ApiError("internal");
  const codes = Object.keys(ERROR_STATUS) as ErrorCode[];
  const known = codes.find((code) =>
    ERROR_STATUS[code] === error.status && code !== "anon-required"
  );
  return new ApiError(known ?? (error.status < 500 ? "bad-input" : "internal"));
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
