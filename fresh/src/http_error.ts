/**
 * The error class that carries an HTTP status, for servers and browsers.
 *
 * @module
 */

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
