/**
 * Helpers that only carry types: `page()` and `createDefine()`.
 *
 * @module
 */
import type {
  HandlerByMethod,
  HandlerFn,
  MaybePromise,
  Middleware,
  PageProps,
  PageResponse,
  RouteHandler,
} from "./types.ts";
import type { ComponentChildren } from "./preact_types.ts";

/** Status and headers of a page. */
export interface PageOptions {
  /** Status of the answer; default 200. */
  status?: number | undefined;
  /** Headers of the answer. */
  headers?: HeadersInit | undefined;
}

/** Renders the route's component without data. */
export function page(): PageResponse<undefined>;
/**
 * Renders the route's component.
 *
 * @param data Becomes `props.data` of the component.
 * @param options Status and headers of the answer.
 */
export function page<Data>(
  data: Data,
  options?: PageOptions,
): PageResponse<Data>;
export function page<Data>(
  data?: Data,
  { status, headers }: PageOptions = {},
): PageResponse<Data | undefined> {
  return { data: data ?? undefined, status, headers };
}

/** Identity functions that give an app's parts their types. */
export interface Define<State> {
  /** Types the handlers of a route. */
  handlers<
    Data,
    Handlers extends RouteHandler<Data, State> = RouteHandler<Data, State>,
  >(handlers: Handlers): Handlers;
  /** Types a page; `define.page<typeof handler>` knows its data. */
  page<
    // deno-lint-ignore no-explicit-any
    Handler extends RouteHandler<any, State> = never,
    Data = Handler extends HandlerFn<infer Data, State> ? Data
      : Handler extends HandlerByMethod<infer Data, State> ? Data
      : never,
  >(
    render: (
      props: PageProps<Data, State>,
    ) => MaybePromise<ComponentChildren | Response>,
  ): typeof render;
  /** Types a layout or the app wrapper. */
  layout(
    render: (
      props: PageProps<unknown, State>,
    ) => MaybePromise<ComponentChildren | Response>,
  ): typeof render;
  /** Types a middleware, or several in order. */
  middleware<
    M extends Middleware<State> | Middleware<State>[],
  >(middleware: M): M;
}

/**
 * Creates the helpers for an app whose `ctx.state` has the type `State`.
 *
 * @example Usage
 * ```ts
 * import { createDefine, page } from "fresh";
 *
 * const define = createDefine<{ user?: string }>();
 * const handler = define.handlers({
 *   GET: (ctx) => page({ user: ctx.state.user ?? "nobody" }),
 * });
 * const UserPage = define.page<typeof handler>(({ data }) => data.user);
 * ```
 */
export function createDefine<State>(): Define<State> {
  return {
    handlers: (handlers) => handlers,
    page: (render) => render,
    layout: (render) => render,
    middleware: (middleware) => middleware,
  };
}
