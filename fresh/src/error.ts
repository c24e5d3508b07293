/**
 * What becomes of errors that no page took.
 *
 * @module
 */
import { STATUS_CODES } from "node:http";
import { HttpError } from "./http_error.ts";

export { HttpError } from "./http_error.ts";

/** Returns the status an error should be answered with. */
export function statusOf(error: unknown): number {
  return error instanceof HttpError ? error.status : 500;
}

/**
 * Answers for an error that no error page took, and logs it when it is ours.
 *
 * The text of an unknown error never reaches the client.
 */
export function defaultErrorResponse(error: unknown): Response {
  const status = statusOf(error);
  // deno-lint-ignore no-console
  if (status >= 500) console.error(error);
  const text = error instanceof HttpError
    ? error.message || STATUS_CODES[status]
    : "Internal server error";
  return new Response(text, { status });
}
