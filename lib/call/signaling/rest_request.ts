/**
 * One request to the server, with the retries that are safe: all of ours are,
 * since the server takes an identical one twice.
 *
 * @module
 */

import { MAX_RETRY_AFTER_SECONDS } from "@/lib/protocol/limits.ts";
import { backoffMs } from "@/lib/retry/backoff.ts";
import { sleep, type Timers } from "../timers.ts";
import { withDeadline } from "./deadline.ts";
import { ERROR_WAITS } from "./poll_schedule.ts";
import { SignalingError } from "./signaling_error.ts";

/** How a call may be cut short or kept from retrying. */
export interface CallOptions {
  /** Aborts the request and every retry. */
  readonly signal?: AbortSignal;
  /**
   * Lets a request that is under way run to its end, and aborts retries only:
   * for requests whose order matters, since an aborted one may have arrived.
   */
  readonly abortsOnlyRetries?: boolean;
  /** Attempts in all; polls use 1, their loop is the retry. Default 4. */
  readonly attempts?: number;
}

/** What a request needs from outside. */
export interface RequestDeps {
  /** The page's `fetch`. */
  readonly fetch: typeof fetch;
  /** Clock for the pauses between retries. */
  readonly timers: Timers;
  /** Source of jitter in [0, 1). */
  readonly random: () => number;
}

const DEFAULT_ATTEMPTS = 4;
/** Attempts while the server says that it is busy: about a minute of them. */
const MAX_WAITS = 20;
/** Milliseconds after which an answer is no longer waited for. */
const ANSWER_TIMEOUT_MS = 8_000;

/** What is asked. */
export interface Request {
  /** HTTP method. */
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Sent as JSON; `undefined` for none. */
  readonly body: unknown;
}

/**
 * Sends a request until it is answered, or not worth another try.
 *
 * @throws {SignalingError} With the contract's own error code.
 */
export async function request(
  deps: RequestDeps,
  what: Request,
  options: CallOptions,
): Promise<Response> {
  const { signal, abortsOnlyRetries, attempts = DEFAULT_ATTEMPTS } = options;
  const requestSignal = abortsOnlyRetries ? undefined : signal;
  let hasIdentified = false;
  for (let attempt = 1;; attempt++) {
    try {
      return await requestOnce(deps, what, requestSignal);
    } catch (error) {
      if (!(error instanceof SignalingError)) throw error;
      if (error.code === "anon-required" && !hasIdentified) {
        // The cookie expired or never came: get one, and this try is free.
        hasIdentified = true;
        attempt--;
        await requestOnce(deps, INIT_REQUEST, requestSignal);
        signal?.throwIfAborted();
        continue;
      }
      const most = isWaitWorthwhile(error, attempts) ? MAX_WAITS : attempts;
      if (attempt >= most || !error.isTransient) throw error;
      const delayMs = error.retryAfterMs ??
        backoffMs(attempt, deps.random, ERROR_WAITS);
      await sleep(deps.timers, delayMs, signal);
    }
  }
}

const INIT_REQUEST: Request = {
  method: "GET",
  path: "/api/anon/init",
  body: undefined,
};

async function requestOnce(
  deps: RequestDeps,
  { method, path, body }: Request,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const name = `${method} ${path.split("?")[0]}`;
  let response: Response;
  try {
    const deadline = { timeoutMs: ANSWER_TIMEOUT_MS, signal };
    response = await withDeadline(
      deps.timers,
      deadline,
      (either) =>
        deps.fetch(path, {
          method,
          // A post that is on its way when the page goes should still arrive.
          keepalive: method === "POST" && path === "/api/rtc/leave",
          signal: either,
          ...(body !== undefined && {
            headers: { "content-type": "application/json" },
            body: JSON.stringify(body),
          }),
        }),
    );
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof SignalingError) throw error;
    throw new SignalingError(name, { status: 0, code: "network" });
  }
  if (response.ok) return response;
  throw await toError(name, response);
}

async function toError(
  name: string,
  response: Response,
): Promise<SignalingError> {
  const retryAfterMs = retryAfterMsOf(response);
  const answer = await response.json().catch(() => null);
  return new SignalingError(name, {
    status: response.status,
    code: typeof answer?.error === "string" ? answer.error : "internal",
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** Whatever a server or a proxy asks for, nobody looks at a Start button long. */
function retryAfterMsOf({ headers }: Response): number | undefined {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  if (!(seconds >= 0)) return undefined;
  return Math.min(seconds, MAX_RETRY_AFTER_SECONDS) * 1_000;
}

/** A server that is busy will be back. A poll asks again by itself. */
function isWaitWorthwhile({ code }: SignalingError, attempts: number): boolean {
  return code === "unavailable" && attempts > 1;
}
