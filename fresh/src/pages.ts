/**
 * Turns routes (handlers and components) into steps of a chain.
 *
 * @module
 */
import { h, type VNode } from "preact";
import { expectResponse, type Recovery, type Step } from "./chain.ts";
import { HttpError, statusOf } from "./error.ts";
import { isAsyncComponent, propsOf } from "./render/document.ts";
import type {
  AnyComponent,
  AnyContext,
  AnyMiddleware,
  AnyState,
  LayoutConfig,
  Lazy,
  Method,
  PageResponse,
  Route,
} from "./types.ts";

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

type AnyRoute = Route<AnyState>;
type Handler = (ctx: AnyContext) => unknown;

/** Lists the verbs a route answers, each with its step. */
export function stepsOf(route: AnyRoute): [Method, Step][] {
  const { handler, component } = route;
  if (typeof handler === "function" || handler === undefined) {
    const step = { run: pageRunner(route, handler) };
    return METHODS.map((method) => [method, step]);
  }
  const steps = METHODS.flatMap((method): [Method, Step][] => {
    const fn = handler[method];
    return fn ? [[method, { run: pageRunner(route, fn) }]] : [];
  });
  if (component !== undefined && handler.GET === undefined) {
    steps.unshift(["GET", { run: pageRunner(route, undefined) }]);
  }
  return steps;
}

/** Makes steps for a route that is loaded when it is first hit. */
export function lazyStepsOf(
  load: Lazy<AnyRoute>,
  methods: readonly Method[],
): [Method, Step][] {
  let loading: Promise<Map<Method, Step>> | undefined;
  const run = async (ctx: AnyContext) => {
    loading ??= load().then((route) => new Map(stepsOf(route)));
    const steps = await loading;
    const method = ctx.req.method as Method;
    const step = steps.get(method) ??
      (method === "HEAD" ? steps.get("GET") : undefined);
    if (step !== undefined) return await step.run(ctx);
    const allow = [...steps.keys()].join(", ");
    if (method === "OPTIONS") {
      return new Response(null, { status: 204, headers: { allow } });
    }
    throw new HttpError(405);
  };
  return methods.map((method) => [method, { run }]);
}

/** Makes the recovery of an error route or a notFound page. */
export function recoveryOf(
  routeOrMiddleware: AnyRoute | AnyMiddleware,
): Recovery {
  if (typeof routeOrMiddleware === "function") {
    return async (ctx) => expectResponse(await routeOrMiddleware(ctx));
  }
  const { handler } = routeOrMiddleware;
  return async (ctx) => {
    const fn = typeof handler === "function"
      ? handler
      : handler?.[ctx.req.method as Method] ?? handler?.GET;
    const run = pageRunner(routeOrMiddleware, fn, statusOf(ctx.error));
    return expectResponse(await run(ctx));
  };
}

function pageRunner(
  { component, config }: AnyRoute,
  handler: Handler | undefined,
  status = 200,
): Handler {
  return async (ctx) => {
    const result = await handler?.(ctx);
    if (result instanceof Response) return result;
    // A lazy handler; the chain puts what it loaded in its place.
    if (typeof result === "function" && component === undefined) return result;
    if (component === undefined) return expectResponse(result);
    const { data, headers, status: wanted } = (result ?? {}) as Partial<
      PageResponse<unknown>
    >;
    const init = { status: wanted ?? status, headers: new Headers(headers) };
    return await renderPage(ctx, component, data, init, config);
  };
}

async function renderPage(
  ctx: AnyContext,
  component: AnyComponent,
  data: unknown,
  init: ResponseInit,
  config: LayoutConfig | undefined,
): Promise<Response> {
  const props = propsOf(ctx, data);
  if (!isAsyncComponent(component)) {
    return await ctx.render(h(component as never, props), init, config);
  }
  const page = await component(props);
  if (page instanceof Response) return page;
  return await ctx.render(page as VNode | null, init, config);
}
