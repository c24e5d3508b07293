/**
 * Turns routes (handlers and components) into steps of a chain.
 *
 * @module
 */
import { h, type VNode } from "preact";
import type { Step } from "./chain.ts";
import { statusOf } from "./error.ts";
import { isAsyncComponent, propsOf } from "./render/document.ts";
import type { AnyMiddleware, AnyRoute, Method, PageResponse } from "./types.ts";

/** Every method a route can have, in the order they are told in `Allow`. */
export const METHODS: readonly Method[] = [
  "GET",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "HEAD",
  "OPTIONS",
];

/** Lists the verbs a route answers, each with its step. */
export function stepsOf(route: AnyRoute): [Method, Step[]][] {
  const { handler, component } = route;
  if (typeof handler === "function" || handler === undefined) {
    const steps = [pageStep(route, handler)];
    return METHODS.map((method) => [method, steps]);
  }
  return METHODS.flatMap((method): [Method, Step[]][] => {
    const fn = handler[method];
    const isPage = method === "GET" && component !== undefined;
    return fn || isPage ? [[method, [pageStep(route, fn)]]] : [];
  });
}

/** Makes what an error route or a notFound page does with a request. */
export function recoveryOf(route: AnyRoute | AnyMiddleware): Step {
  if (typeof route === "function") return route;
  const { handler } = route;
  return (ctx) => {
    const fn = typeof handler === "function"
      ? handler
      : handler?.[ctx.req.method as Method] ?? handler?.GET;
    return pageStep(route, fn, statusOf(ctx.error))(ctx);
  };
}

function pageStep(
  { component, config }: AnyRoute,
  handler: Step | undefined,
  defaultStatus = 200,
): Step {
  return async (ctx) => {
    const result = await handler?.(ctx);
    if (result instanceof Response || component === undefined) return result;
    const { data, headers, status = defaultStatus } = (result ?? {}) as Partial<
      PageResponse<unknown>
    >;
    const props = propsOf(ctx, data);
    const page = isAsyncComponent(component)
      ? await component(props)
      : h(component as never, props);
    if (page instanceof Response) return page;
    const init = { status, headers: new Headers(headers) };
    return await ctx.render(page as VNode | null, init, config);
  };
}
