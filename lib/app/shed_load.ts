/**
 * Answers 503 at once to what cannot be answered in time.
 *
 * @module
 */

import type { Context, Middleware } from "fresh";
import type { State } from "./define.ts";
import { unavailable } from "@/lib/http/unavailable.ts";
import type { Errand, LoadGate } from "@/lib/safety/load_gate.ts";

/**
 * Makes the middleware. Pages, admins and those who leave always get in: they
 * are few, they must see what is wrong, or they make room.
 */
export function shedLoad(gate: LoadGate): Middleware<State> {
  return async function shedLoadOf(ctx) {
    const errand = errandOf(ctx);
    if (errand !== null && !gate.isOpen(errand)) {
      throw unavailable("too much to do at the moment");
    }
    gate.enter();
    try {
      return await ctx.next();
    } finally {
      gate.leave();
    }
  };
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
