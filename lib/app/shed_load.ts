/**
 * Answers 503 at once to what cannot be answered in time.
 *
 * @module
 */

import type { Context } from "fresh";
import type { State } from "./define.ts";
import { unavailable } from "@/lib/http/unavailable.ts";
import type { Errand } from "@/lib/safety/load_gate.ts";

/**
 * Goes on with a request while there is room. Pages, admins and those who leave
 * always get in: they are few, they must see what is wrong, or they make room.
 *
 * @throws {ApiError} `unavailable` to all others.
 */
export async function admit(ctx: Context<State>): Promise<Response> {
  const { loadGate } = ctx.state.services;
  const errand = errandOf(ctx);
  if (errand !== null && !loadGate.isOpen(errand)) {
    throw unavailable("too much to do at the moment");
  }
  loadGate.enter();
  try {
    return await ctx.next();
  } finally {
    loadGate.leave();
  }
}

function errandOf({ route, state }: Context<State>): Errand | null {
  if (route === "/api/rtc/enqueue") return "arrival";
  if (route === "/api/anon/init") {
    return state.anonId === null ? "arrival" : "other";
  }
  const isVisitors = route?.startsWith("/api/rtc/") ||
    route === "/api/monitoring/metrics";
  return isVisitors && route !== "/api/rtc/leave" ? "other" : null;
}
