/**
 * What the client is told of an error that a handler threw.
 *
 * @module
 */

import { type Context, HttpError } from "fresh";
import { unavailable } from "@/lib/http/unavailable.ts";
import { isStoreFailure } from "@/lib/kv/store_failure.ts";
import {
  ApiError,
  ERROR_STATUS,
  type ErrorCode,
} from "@/lib/protocol/errors.ts";
import type { State } from "./define.ts";
import { isOutOfDescriptors } from "./listening/descriptors.ts";

/** Says what to answer, and logs what nobody expected. */
export function failureOf(ctx: Context<State>, error: unknown): ApiError {
  const failure = toApiError(error);
  // One who is sent away under load is counted, and not worth a line.
  if (failure.status >= 500 && failure !== error) {
    ctx.state.services.log.error("request failed", {
      method: ctx.req.method,
      route: ctx.route,
      error,
    });
  }
  return failure;
}

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (isStoreFailure(error)) return unavailable("the store does not answer");
  if (isOutOfDescriptors(error)) return unavailable("too many open files");
  if (!(error instanceof HttpError)) return new ApiError("internal");
  if (error.status === 405) return methodUnknown();
  const codes = Object.keys(ERROR_STATUS) as ErrorCode[];
  const known = codes.find((code) =>
    ERROR_STATUS[code] === error.status && code !== "anon-required"
  );
  return new ApiError(known ?? (error.status < 500 ? "bad-input" : "internal"));
}

/**
 * The router refuses verbs that no route can have before any route is asked
 * for its own. OPTIONS is one of every route, and tells the others.
 */
function methodUnknown(): ApiError {
  const allow = "OPTIONS";
  return new ApiError("method-not-allowed", `ask by ${allow}`, { allow });
}
