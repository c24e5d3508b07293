/**
 * Everything that surrounds a call of the JSON interface, in one step: who
 * asks, whether there is room, what went wrong, and which headers go with it.
 *
 * Calls come by the thousand, and each middleware that one passes takes time
 * and memory, also where it has nothing to do: decision 13.
 *
 * @module
 */

import type { Middleware } from "fresh";
import { isApiPath, placeOf } from "@/lib/http/api_path.ts";
import { requireHost } from "@/lib/http/host.ts";
import { setCallHeaders } from "@/lib/http/security_headers.ts";
import type { State } from "./define.ts";
import { failureOf } from "./failure.ts";
import { identify } from "./request_state.ts";
import type { Services } from "./services.ts";
import { admit } from "./shed_load.ts";

/** Makes the middleware; of pages it only names the visitor. */
export function answerCalls(services: Services): Middleware<State> {
  return async function answerCall(ctx) {
    identify(ctx, services);
    if (!isApiPath(placeOf(ctx))) return await ctx.next();
    let response: Response;
    try {
      requireHost(ctx.req);
      response = await admit(ctx);
    } catch (error) {
      response = failureOf(ctx, error).toResponse();
    }
    setCallHeaders(ctx, response.headers);
    return response;
  };
}

/** Makes of a middleware one that calls pass by. */
export function forPages(middleware: Middleware<State>): Middleware<State> {
  return (ctx) => isApiPath(placeOf(ctx)) ? ctx.next() : middleware(ctx);
}
