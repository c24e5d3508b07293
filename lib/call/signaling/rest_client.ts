/**
 * The signaling calls of the HTTP contract, as typed functions. Each retries
 * what is safe to retry (all of them are: the server takes an identical offer
 * twice) and fails with the contract's own error code.
 *
 * @module
 */

import { candidateEntriesSchema } from "@/lib/protocol/candidate.ts";
import {
  type Description,
  type DescriptionKind,
  descriptionSchema,
} from "@/lib/protocol/description.ts";
import type { EnqueueBody } from "@/lib/protocol/enqueue.ts";
import { type IceConfig, iceConfigSchema } from "@/lib/protocol/ice_servers.ts";
import { MAX_RETRY_AFTER_SECONDS } from "@/lib/protocol/limits.ts";
import { type Match, matchSchema, type Side } from "@/lib/protocol/role.ts";
import type { Schema } from "@/lib/protocol/schema.ts";
import { backoffMs } from "@/lib/retry/backoff.ts";
import { toCandidateInit } from "./candidates.ts";
import { withDeadline } from "./deadline.ts";
import { ERROR_WAITS } from "./poll_schedule.ts";
import { SignalingError } from "./signaling_error.ts";
import { sleep, type Timers } from "../timers.ts";

/** One entry of the peer's candidate log, as a connection takes it. */
export interface ReceivedCandidate {
  /** Whose it is: `a` the caller's, `b` the callee's. */
  readonly from: Side;
  /** What the peer posted. */
  readonly cand: RTCIceCandidateInit;
}

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

/** The signaling calls of the HTTP contract. */
export interface SignalingClient {
  /** Makes sure the identity cookie is there. */
  init(options?: CallOptions): Promise<void>;
  /** Gives the STUN and TURN servers to use. */
  iceServers(options?: CallOptions): Promise<IceConfig>;
  /** Joins the queue, leaving a call that may still run. */
  enqueue(body: EnqueueBody, options?: CallOptions): Promise<void>;
  /** Asks for a partner; `null` while waiting. */
  matchmake(options?: CallOptions): Promise<Match | null>;
  /** Posts our offer or answer. */
  postDescription(
    kind: DescriptionKind,
    body: Description & { pairId: string },
    options?: CallOptions,
  ): Promise<void>;
  /** Fetches the peer's offer or answer; `null` while there is none. */
  getDescription(
    kind: DescriptionKind,
    query: { pairId: string; gen?: number },
    options?: CallOptions,
  ): Promise<Description | null>;
  /** Posts our candidates. */
  postCandidates(
    body: { pairId: string; candidates: readonly RTCIceCandidateInit[] },
    options?: CallOptions,
  ): Promise<void>;
  /** Fetches the peer's candidates from number `after` on. */
  getCandidates(
    query: { pairId: string; after: number },
    options?: CallOptions,
  ): Promise<ReceivedCandidate[]>;
  /** Leaves queue and call. */
  leave(options?: CallOptions): Promise<void>;
  /** Leaves while the page is being closed, when only a beacon gets out. */
  leaveByBeacon(): void;
}

/** What the client needs from outside. */
export interface ClientDeps {
  /** The page's `fetch`. */
  readonly fetch: typeof fetch;
  /** The page's `navigator.sendBeacon`. */
  readonly sendBeacon: (url: string) => boolean;
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

/** Builds a client on the page's own `fetch`. */
export function createClient(deps: ClientDeps): SignalingClient {
  const call = (method: string, path: string, body?: unknown) =>
  (
    options: CallOptions = {},
  ) => request(deps, { method, path, body }, options);
  const init = call("GET", "/api/anon/init");

  return {
    init: async (options) => void await init(options),
    async iceServers(options) {
      const answer = call("GET", "/api/rtc/ice-servers");
      return await readAnswer(await answer(options), iceConfigSchema);
    },
    enqueue: async (body, options) =>
      void await call("POST", "/api/rtc/enqueue", body)(options),
    async matchmake(options) {
      const response = await call("POST", "/api/rtc/matchmake")(options);
      return response.status === 204
        ? null
        : await readAnswer(response, matchSchema);
    },
    postDescription: async (kind, body, options) =>
      void await call("POST", `/api/rtc/${kind}`, body)(options),
    async getDescription(kind, { pairId, gen }, options) {
      const query = new URLSearchParams({ pairId });
      if (gen !== undefined) query.set("gen", String(gen));
      const response = await call("GET", `/api/rtc/${kind}?${query}`)(options);
      return response.status === 204
        ? null
        : await readAnswer(response, descriptionSchema);
    },
    postCandidates: async (body, options) =>
      void await call("POST", "/api/rtc/ice", body)(options),
    async getCandidates({ pairId, after }, options) {
      const query = new URLSearchParams({ pairId, after: String(after) });
      const response = await call("GET", `/api/rtc/ice?${query}`)(options);
      if (response.status === 204) return [];
      const entries = await readAnswer(response, candidateEntriesSchema);
      return entries.map(({ from, cand }) => ({
        from,
        cand: toCandidateInit(cand),
      }));
    },
    leave: async (options) =>
      void await call("POST", "/api/rtc/leave")(options),
    leaveByBeacon: () => void deps.sendBeacon("/api/rtc/leave"),
  };
}

/**
 * Reads an answer. One that is none of ours, such as a hotel's sign-in page,
 * is as good as none.
 */
async function readAnswer<T>(
  response: Response,
  schema: Schema<T>,
): Promise<T> {
  const parsed = schema.safeParse(await response.json().catch(() => null));
  if (parsed.success) return parsed.data;
  throw new SignalingError(
    `read ${new URL(response.url || "about:blank").pathname}`,
    {
      status: 0,
      code: "network",
    },
  );
}

interface Request {
  method: string;
  path: string;
  body: unknown;
}

async function request(
  deps: ClientDeps,
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
  deps: ClientDeps,
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
