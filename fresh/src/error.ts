/**
 * The error class that carries an HTTP status.
 *
 * @module
 */

/** Reason phrases for the statuses an app is likely to throw. */
const REASONS: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  411: "Length Required",
  412: "Precondition Failed",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  416: "Range Not Satisfiable",
  417: "Expectation Failed",
  418: "I'm a teapot",
  421: "Misdirected Request",
  422: "Unprocessable Content",
  423: "Locked",
  424: "Failed Dependency",
  425: "Too Early",
  426: "Upgrade Required",
  428: "Precondition Required",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  451: "Unavailable For Legal Reasons",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
  505: "HTTP Version Not Supported",
  507: "Insufficient Storage",
};

/**
 * Says which HTTP status a failure means.
 *
 * Thrown by a handler or a middleware it becomes the error page of the nearest
 * segment that has one, or else a plain text answer of that status.
 *
 * @example Usage
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { HttpError } from "fresh";
 *
 * equal(new HttpError(404).status, 404);
 * ```
 */
export class HttpError extends Error {
  /** The status of the answer, such as 404. */
  status: number;

  /**
   * Creates the error.
   *
   * @param status The status of the answer.
   * @param message What went wrong; shown to the client when there is no error page.
   * @param options The cause, as for every other error.
   */
  constructor(status: number, message = "", options?: ErrorOptions) {
    super(message, options);
    this.name = "HttpError";
    this.status = status;
  }
}

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
    ? error.message || REASONS[status] || "Error"
    : "Internal server error";
  return new Response(text, { status });
}
