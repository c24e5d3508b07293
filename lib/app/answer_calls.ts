/**
 * Everything that surrounds a call of the JSON interface, in one step: who
 * asks, whether there is room, what went wrong, which headers go with it, and
 * what is counted of it.
 *
 * Calls come by the thousand, and each middleware that one passes takes time
 * and memory, also where it has nothing to do: decision 13.
 *
 * @module
 */

import type { Context, Middleware } from "fresh";
import { isApiPath, placeOf } from "@/lib/http/api_path.ts";
import { breakOffIfFlooded } from "@/lib/http/break_off.ts";
import { requireHost } from "@/lib/http/host.ts";
import { withCallHeaders } from "@/lib/http/security_headers.ts";
import {
  Exchange,
  recordRequests,
} from "@/lib/monitoring/http/record_requests.ts";
import type { State } from "./define.ts";
import { failureOf } from "./failure.ts";
import { identify } from "./request_state.ts";
import type { Services } from "./services.ts";
import { letIn, letOut } from "./shed_load.ts";

/** What else is done with a request. */
export interface Surroundings {
  /** Refuses what another site posts, and goes on. */
  refuseForeign: Middleware<State>;
  /** What is around a page, the outermost first. */
  aroundPages: readonly Middleware<State>[];
}

/**
 * Makes the middleware; it must be the first one of the app. Pages it only
 * counts, and names their visitor.
 */
export function answerCalls(
  services: Services,
  { refuseForeign, aroundPages }: Surroundings,
): Middleware<State> {
  const { recorder } = services.httpMonitoring;
  const countPage = recordRequests<State>(recorder, {
    inner(ctx) {
      identify(ctx, services);
      return inTurn(ctx, aroundPages);
    },
  });

  async function answerPage(ctx: Context<State>): Promise<Response> {
    return breakOffIfFlooded(ctx.req, await countPage(ctx));
  }

  // Every error becomes an answer in here: to count a call, no second function
  // has to wait for this one.
  async function answerCall(ctx: Context<State>): Promise<Response> {
    const exchange = new Exchange(recorder, ctx);
    let response: Response;
    try {
      identify(ctx, services);
      requireHost(ctx.req);
      letIn(ctx);
      try {
        response = withCallHeaders(ctx, await refuseForeign(ctx));
      } finally {
        letOut(ctx);
      }
    } catch (error) {
      const refusal = failureOf(ctx, error).toResponse();
      response = withCallHeaders(ctx, refusal);
    }
    return breakOffIfFlooded(ctx.req, exchange.answer(response));
  }

  return (ctx) => isApiPath(placeOf(ctx)) ? answerCall(ctx) : answerPage(ctx);
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
