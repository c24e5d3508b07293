/**
 * Every error that the HTTP interface can answer with.
 *
 * Clients switch on the code, never on the text.
 *
 * @module
 */

/** Error code to HTTP status. The codes are part of the contract. */
export const ERROR_STATUS = {
  "bad-input": 400,
  "unauthorized": 401,
  "anon-required": 403,
  "forbidden": 403,
  "only-caller": 403,
  "only-callee": 403,
  "vip-required": 403,
  "adult-required": 403,
  "not-found": 404,
  "method-not-allowed": 405,
  "not-queued": 409,
  "exists": 409,
  "too-late": 409,
  "no-relay": 409,
  "too-large": 413,
  "slow-down": 429,
  "not-served": 451,
  "internal": 500,
  "unavailable": 503,
} as const;

/** A stable, machine-readable name for a failure. */
export type ErrorCode = keyof typeof ERROR_STATUS;

/** Longest `info` text that leaves the server, in characters. */
const MAX_INFO_CHARS = 200;

/** A failure that the client is told about. */
export class ApiError extends Error {
  /** Name of the failure. */
  readonly code: ErrorCode;
  /** Headers that belong to the answer, such as `Allow` or `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;

  /**
   * Describes a failure.
   *
   * @param code Name of the failure; it decides the status.
   * @param info What was wrong, for a person; shown to the client.
   * @param headers Extra response headers.
   */
  constructor(
    code: ErrorCode,
    info = "",
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(info);
    this.name = "ApiError";
    this.code = code;
    this.headers = headers;
  }

  /** HTTP status of the answer. */
  get status(): number {
    return ERROR_STATUS[this.code];
  }

  /** The answer in the contract's form. */
  toResponse(): Response {
    const info = this.message.slice(0, MAX_INFO_CHARS);
    return Response.json(
      info === "" ? { error: this.code } : { error: this.code, info },
      { status: this.status, headers: this.headers },
    );
  }
}
