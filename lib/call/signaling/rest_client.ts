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
import { HELD_BACK_HEADER } from "@/lib/protocol/held_back.ts";
import { NO_PLACE_HEADER } from "@/lib/protocol/no_place.ts";
import type { PeerState } from "@/lib/protocol/events.ts";
import {
  type PolledNews,
  polledNewsSchema,
} from "@/lib/protocol/polled_news.ts";
import { type Match, matchSchema, type Side } from "@/lib/protocol/role.ts";
import type { Schema } from "@/lib/protocol/schema.ts";
import { toCandidateInit } from "./candidates.ts";
import { type CallOptions, request, type RequestDeps } from "./rest_request.ts";
import { SignalingError } from "./signaling_error.ts";

/** One entry of the peer's candidate log, as a connection takes it. */
export interface ReceivedCandidate {
  /** Whose it is: `a` the caller's, `b` the callee's. */
  readonly from: Side;
  /** What the peer posted. */
  readonly cand: RTCIceCandidateInit;
}

/** Where a visitor stands who asked for a partner. */
export interface MatchAnswer {
  /** The partner; `null` while waiting. */
  readonly match: Match | null;
  /**
   * Milliseconds until somebody whom the visitor just met is tried again, where
   * nobody else waits who fits; else `null`.
   */
  readonly heldBackMs: number | null;
}

/** The signaling calls of the HTTP contract. */
export interface SignalingClient {
  /** Makes sure the identity cookie is there. */
  init(options?: CallOptions): Promise<void>;
  /** Gives the STUN and TURN servers to use. */
  iceServers(options?: CallOptions): Promise<IceConfig>;
  /**
   * Joins the queue, leaving a call that may still run.
   *
   * @throws {SignalingError} `not-queued` where a place was to be renewed and
   * there was none, whether the server calls that an error or not.
   */
  enqueue(body: EnqueueBody, options?: CallOptions): Promise<void>;
  /** Asks for a partner. */
  matchmake(options?: CallOptions): Promise<MatchAnswer>;
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
  /**
   * Fetches what the event stream would tell and no other call does.
   *
   * @param query `after`: where reading ended; `null` to learn where it begins.
   */
  getNews(
    query: { after: string | null },
    options?: CallOptions,
  ): Promise<PolledNews>;
  /** Asks the caller for an ICE restart. */
  askRestart(
    body: { pairId: string },
    options?: CallOptions,
  ): Promise<void>;
  /** Says how our connection is. */
  tellState(
    body: { pairId: string; state: PeerState },
    options?: CallOptions,
  ): Promise<void>;
  /** Takes a Next back, or agrees to that of the other side. */
  goBack(body: { pairId: string }, options?: CallOptions): Promise<void>;
  /** Says that we reconnect, while the page is being loaded anew. */
  tellReloadByBeacon(pairId: string): void;
  /** Leaves queue and call. */
  leave(options?: CallOptions): Promise<void>;
  /** Leaves while the page is being closed, when only a beacon gets out. */
  leaveByBeacon(): void;
}

/** What the client needs from outside. */
export interface ClientDeps extends RequestDeps {
  /** The page's `navigator.sendBeacon`. */
  readonly sendBeacon: (url: string, body?: Blob) => boolean;
}

const ENQUEUE = "/api/rtc/enqueue";

/** Builds a client on the page's own `fetch`. */
export function createClient(deps: ClientDeps): SignalingClient {
  const call = (method: string, path: string, body?: unknown) =>
  (
    options: CallOptions = {},
  ) => request(deps, { method, path, body }, options);
  const init = call("GET", "/api/anon/init");
  let identified: Promise<void> | null = null;

  return {
    // Two at once would each bring an identity of its own.
    init: (options) =>
      identified ??= init(options).then(() => {})
        .finally(() => identified = null),
    async iceServers(options) {
      const answer = call("GET", "/api/rtc/ice-servers");
      return await readAnswer(await answer(options), iceConfigSchema);
    },
    async enqueue(body, options) {
      const { headers, status } = await call("POST", ENQUEUE, body)(options);
      if (headers.has(NO_PLACE_HEADER)) {
        throw new SignalingError(`POST ${ENQUEUE}`, {
          status,
          code: "not-queued",
        });
      }
    },
    async matchmake(options) {
      const response = await call("POST", "/api/rtc/matchmake")(options);
      return response.status === 204
        ? { match: null, heldBackMs: heldBackMsOf(response) }
        : { match: await readAnswer(response, matchSchema), heldBackMs: null };
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
    async getNews({ after }, options) {
      const query = after === null ? "" : `?after=${after}`;
      const answer = call("GET", `/api/rtc/news${query}`);
      return await readAnswer(await answer(options), polledNewsSchema);
    },
    askRestart: async (body, options) =>
      void await call("POST", "/api/rtc/restart", body)(options),
    tellState: async (body, options) =>
      void await call("POST", "/api/rtc/peer-state", body)(options),
    goBack: async (body, options) =>
      void await call("POST", "/api/rtc/back", body)(options),
    tellReloadByBeacon(pairId) {
      const text = JSON.stringify({ pairId, state: "reconnecting" });
      const body = new Blob([text], { type: "application/json" });
      deps.sendBeacon("/api/rtc/peer-state", body);
    },
    leave: async (options) =>
      void await call("POST", "/api/rtc/leave")(options),
    leaveByBeacon: () => void deps.sendBeacon("/api/rtc/leave"),
  };
}

/** Reads the header; what is no time is as good as none. */
function heldBackMsOf({ headers }: Response): number | null {
  const heldBackMs = Number(headers.get(HELD_BACK_HEADER) ?? Number.NaN);
  return heldBackMs >= 0 ? heldBackMs : null;
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
