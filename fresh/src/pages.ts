/**
 * Turns routes (handlers and components) into steps of a chain.
 *
 * @module
 */
import { h, type VNode } from "preact";
import { type Recover, type Step, withoutSkipped } from "./chain.ts";
import { internalsOf } from "./context.ts";
import { HttpError } from "./error.ts";
import { isAsyncComponent, propsOf } from "./render/document.ts";
import type {
  AnyContext,
  AnyMiddleware,
  AnyRoute,
  Method,
  PageResponse,
} from "./types.ts";

/** Every method a route can have, in the order they are told in `Allow`. */
export const METHODS: readonly Method[] = [
  "GET",
  "DELETE",
  "HEAD",
  "OPTIONS",
  "PATCH",
  "POST",
  "PUT",
];

/** Lists the verbs a route answers. */
export function methodsOf({ handler, component }: AnyRoute): readonly Method[] {
  if (typeof handler !== "object") return METHODS;
  const methods = Object.keys(handler) as Method[];
  const hasPage = component !== undefined && handler.GET === undefined;
  return hasPage ? [...methods, "GET"] : methods;
}

/** Makes what an error route or a notFound page does with a request. */
export function recoveryOf(route: AnyRoute | AnyMiddleware): Recover {
  const page = typeof route === "function" ? { handler: route } : route;
  return (ctx, status) => answer(ctx, page, status);
}

/** Answers with what a route's handler says, or with its page. */
export function answer(
  ctx: AnyContext,
  route: AnyRoute,
  defaultStatus = 200,
): unknown {
  return route.config
    ? answerInView(ctx, route, defaultStatus)
    : handle(ctx, route, defaultStatus);
}

async function answerInView(
  ctx: AnyContext,
  route: AnyRoute,
  defaultStatus: number,
): Promise<unknown> {
  const internals = internalsOf(ctx);
  const { view } = internals;
  internals.view = withoutSkipped(view, route.config!);
  try {
    return await handle(ctx, route, defaultStatus);
  } finally {
    // A middleware further out may render a page of its own.
    internals.view = view;
  }
}

/** Most handlers give a response: those cost no wait of their own. */
function handle(
  ctx: AnyContext,
  route: AnyRoute,
  defaultStatus: number,
): unknown {
  const handler = handlerFor(route, ctx.req.method.toUpperCase());
  if (handler === null) return ctx.next();
  const result = handler(ctx);
  if (result instanceof Response) return result;
  return Promise.resolve(result).then((result) =>
    result instanceof Response
      ? result
      : showPage(ctx, route, result as PageResponse<unknown>, defaultStatus)
  );
}

async function showPage(
  ctx: AnyContext,
  route: AnyRoute,
  { data, headers, status }: PageResponse<unknown>,
  defaultStatus: number,
): Promise<Response> {
  const page = await renderPage(ctx, route.component, data);
  if (page instanceof Response) return page;
  return await ctx.render(page, {
    headers: oneOfEach(headers),
    status: status ?? defaultStatus,
  });
}

function handlerFor(
  { handler, component }: AnyRoute,
  method: string,
): Step | null {
  const show = component === undefined ? undefined : () => ({ data: {} });
  if (typeof handler === "function") return handler;
  if (handler === undefined) return show ?? refuse;
  const get = handler.GET ?? show;
  const own = handler[method as Method];
  return own ?? (method === "GET" || method === "HEAD" ? get ?? null : null);
}

function refuse(): never {
  throw new HttpError(404);
}

async function renderPage(
  ctx: AnyContext,
  component: AnyRoute["component"],
  data: unknown,
): Promise<VNode | Response | null> {
  if (component === undefined) return null;
  const props = { ...propsOf(ctx, data), Component: () => null };
  return isAsyncComponent(component)
    ? await component(props) as VNode | Response
    : h(component as never, props) as VNode;
}

/** A name given twice keeps its last value, as in upstream; cookies too. */
function oneOfEach(init: HeadersInit | undefined): Headers {
  const headers = new Headers();
  const entries = init instanceof Headers || Array.isArray(init)
    ? [...init] as [string, string][]
    : Object.entries(init ?? {});
  for (const [name, value] of entries) headers.set(name, value);
  return headers;
}
