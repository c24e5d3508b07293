/**
 * Everything that surrounds a call of the JSON interface, in one step: who
 * asks, whether there is room, what went wrong, and which headers go with it.
 *
 * Calls come by the thousand, and each middleware that one passes takes time
 * and memory, also where it has nothing to do: decision 13.
 *
 * @module
 */

import type { Context, Middleware } from "fresh";
import { isApiPath, placeOf } from "@/lib/http/api_path.ts";
import { requireHost } from "@/lib/http/host.ts";
import { withCallHeaders } from "@/lib/http/security_headers.ts";
import type { State } from "./define.ts";
import { failureOf } from "./failure.ts";
import { identify } from "./request_state.ts";
import type { Services } from "./services.ts";
import { letIn, letOut } from "./shed_load.ts";

/**
 * Makes the middleware; of pages it only names the visitor.
 *
 * @param refuseForeign Refuses what another site posts, and goes on.
 */
export function answerCalls(
  services: Services,
  refuseForeign: Middleware<State>,
): Middleware<State> {
  return async function answerCall(ctx) {
    identify(ctx, services);
    if (!isApiPath(placeOf(ctx))) return ctx.next();
    let response: Response;
    try {
      requireHost(ctx.req);
      letIn(ctx);
      try {
        response = await refuseForeign(ctx);
      } finally {
        letOut(ctx);
      }
    } catch (error) {
      response = failureOf(ctx, error).toResponse();
    }
    return withCallHeaders(ctx, response);
  };
}

/**
 * Makes one middleware of several, the first the outermost, that calls pass by
 * in one step.
 */
export function forPages(
  ...middlewares: Middleware<State>[]
): Middleware<State> {
  return (ctx) =>
    isApiPath(placeOf(ctx)) ? ctx.next() : inTurn(ctx, middlewares);
}

/** Runs middlewares one inside the other, as an app does. */
function inTurn(
  ctx: Context<State>,
  middlewares: readonly Middleware<State>[],
): Response | Promise<Response> {
  const end = ctx.next;
  function run(at: number): Response | Promise<Response> {
    const middleware = middlewares[at];
    if (middleware === undefined) return end();
    ctx.next = async () => await run(at + 1);
    return middleware(ctx);
  }
  return run(0);
}
