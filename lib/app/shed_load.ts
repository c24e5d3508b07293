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
 * Lets a request in while there is room; it then counts as under way until
 * {@link letOut}. Pages, admins and those who leave always get in: they are few,
 * they must see what is wrong, or they make room.
 *
 * @throws {ApiError} `unavailable` to all others.
 */
export function letIn(ctx: Context<State>): void {
  const { loadGate } = ctx.state.services;
  const errand = errandOf(ctx);
  if (errand !== null && !loadGate.isOpen(errand)) {
    throw unavailable("too much to do at the moment");
  }
  loadGate.enter();
}

/** Takes note that a request that was let in has its answer. */
export function letOut({ state }: Context<State>): void {
  state.services.loadGate.leave();
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
