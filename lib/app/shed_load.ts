/**
 * Answers 503 at once to what cannot be answered in time.
 *
 * @module
 */

import type { Context } from "fresh";
import type { State } from "./define.ts";
import { clientOf } from "./request_state.ts";
import { unavailable } from "@/lib/http/unavailable.ts";
import type { Errand } from "@/lib/safety/load_gate.ts";

/**
 * Lets a request in while there is room. Pages, admins and those who leave get
 * in whatever the load is: they are few, they must see what is wrong, or they
 * make room. But nobody gets in whose address has too much under way: stalled
 * bodies take no work, and enough of them would look like load. Until
 * {@link letOut} it counts as under way.
 *
 * @throws {ApiError} `unavailable` under load, `slow-down` to such an address.
 */
export function letIn(ctx: Context<State>): void {
  const { loadGate, openRequests } = ctx.state.services;
  const errand = errandOf(ctx);
  if (errand !== null && !loadGate.isOpen(errand)) {
    throw unavailable("too much to do at the moment");
  }
  openRequests.open(clientOf(ctx).owner);
  loadGate.enter();
}

/** Lets a request out that was let in, once it has its answer. */
export function letOut(ctx: Context<State>): void {
  const { loadGate, openRequests } = ctx.state.services;
  loadGate.leave();
  openRequests.close(clientOf(ctx).owner);
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
