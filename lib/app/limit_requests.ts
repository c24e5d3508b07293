/**
 * Counts requests against the limits, before anything is read or done.
 *
 * @module
 */

import type { Context, Middleware } from "fresh";
import type { State } from "./define.ts";
import { clientOf } from "./request_state.ts";
import type { Services } from "./services.ts";
import { isApiPath, placeOf } from "@/lib/http/api_path.ts";
import { bytesReadOf, declaredBytes } from "@/lib/http/body_bytes.ts";
import { isAdminPath } from "@/lib/protocol/admin_paths.ts";
import type { Cost } from "@/lib/safety/limits.ts";

/**
 * Most that a body counts as, and what one counts as at first that does not say
 * how long it is. No call takes more.
 */
const MAX_BYTES = 128 * 1024;

/**
 * What each call costs, besides the bytes of its body. A call that is not here
 * writes nothing and is not limited; pages have one cost for all.
 */
const COSTS: Readonly<Record<string, Cost>> = {
  "GET /api/anon/init": {},
  // With long filters it costs more, see there.
  "POST /api/rtc/enqueue": { queue: 1 },
  "POST /api/rtc/leave": { queue: 1 },
  "POST /api/rtc/back": { queue: 1, news: 1 },
  "POST /api/rtc/matchmake": { signaling: 1 },
  "GET /api/rtc/offer": { signaling: 1 },
  "POST /api/rtc/offer": { signaling: 1, descriptions: 1 },
  "GET /api/rtc/answer": { signaling: 1 },
  "POST /api/rtc/answer": { signaling: 1, descriptions: 1 },
  "GET /api/rtc/ice": { signaling: 1 },
  "POST /api/rtc/ice": { signaling: 1 },
  "GET /api/rtc/events": { streams: 1 },
  "GET /api/rtc/news": { signaling: 1 },
  "POST /api/rtc/restart": { signaling: 1, news: 1 },
  "POST /api/rtc/peer-state": { signaling: 1, news: 1 },
  "GET /api/rtc/ice-servers": { iceServers: 1 },
  "POST /api/monitoring/metrics": { kpis: 1, reports: 1 },
  "POST /api/monitoring/stats": { stats: 1, reports: 1 },
};

/** What a page costs, by whatever verb: also its refusal is a page. */
export const PAGE_COST: Cost = { pages: 1 };

/** The same by route and verb: to look there, no text is put together. */
const COSTS_BY_ROUTE = new Map<string | null, Map<string, Cost>>();
for (const [call, cost] of Object.entries(COSTS)) {
  const [verb, route] = call.split(" ") as [string, string];
  const verbs = COSTS_BY_ROUTE.get(route) ?? new Map<string, Cost>();
  COSTS_BY_ROUTE.set(route, verbs.set(verb, cost));
}

/** What comes after the limits. */
export interface LimitOptions {
  /** What goes on with a request: a link of the chain less for each. */
  inner: Middleware<State>;
}

/** Makes the middleware; it needs to know the visitor. */
export function limitRequests(
  { limits, log }: Services,
  { inner }: LimitOptions,
): Middleware<State> {
  let hasWarned = false;
  return function limitRequest(ctx) {
    const { method } = ctx.req;
    const verb = method === "HEAD" ? "GET" : method;
    const base = COSTS_BY_ROUTE.get(ctx.route)?.get(verb) ?? costOfPlace(ctx);
    if (base === undefined) return inner(ctx);
    const { owner, isBehindUndeclaredProxy } = clientOf(ctx);
    if (isBehindUndeclaredProxy && !hasWarned) {
      hasWarned = true;
      log.warn(
        "a proxy on this machine is not declared in TRUSTED_PROXY: " +
          "all its visitors share the limits of one address",
      );
    }
    const keys = { visitor: ctx.state.anonId, address: owner };
    if (verb !== "POST") {
      limits.spend(keys, costOfReading(ctx, base));
      return inner(ctx);
    }
    const declared = declaredBytes(ctx.req.headers);
    // A body over its limit is refused unread.
    const bytes = Math.min(declared ?? MAX_BYTES, MAX_BYTES);
    limits.spend(keys, { ...base, bytes });
    if (declared !== undefined) return inner(ctx);
    return afterwards(ctx, inner, () => {
      const unreadBytes = Math.max(0, MAX_BYTES - bytesReadOf(ctx.req));
      limits.giveBack(keys, { bytes: unreadBytes });
    });
  };
}

/** Goes on, and does something once the answer is there. */
async function afterwards(
  ctx: Context<State>,
  inner: Middleware<State>,
  act: () => void,
): Promise<Response> {
  try {
    return await inner(ctx);
  } finally {
    act();
  }
}

/**
 * Counts what a request costs on top, once that is known.
 *
 * @throws {ApiError} `slow-down` with `Retry-After` over a limit.
 */
export function spend(ctx: Context<State>, cost: Cost): void {
  const { services: { limits }, anonId: visitor } = ctx.state;
  limits.spend({ visitor, address: clientOf(ctx).owner }, cost);
}

/** What is for admins is limited where they are let in. */
function costOfPlace(ctx: Context<State>): Cost | undefined {
  const place = placeOf(ctx);
  return isApiPath(place) || isAdminPath(place) ? undefined : PAGE_COST;
}

function costOfReading(ctx: Context<State>, base: Cost): Cost {
  return ctx.route === "/api/anon/init" && ctx.state.anonId === null
    ? { newVisitors: 1 }
    : base;
}
