/**
 * The types an app writes its routes, middlewares and pages with.
 *
 * @module
 */
import type { ComponentChildren, FunctionComponent } from "./preact_types.ts";
import type { Context } from "./context.ts";

/** The HTTP methods that routes can be registered for. */
export type Method =
  | "HEAD"
  | "GET"
  | "POST"
  | "PATCH"
  | "PUT"
  | "DELETE"
  | "OPTIONS";

/** How an app is set up. */
export interface FreshConfig {
  /** Default "production"; the development server sets the other one. */
  mode?: "development" | "production";
}

/** {@link FreshConfig} with every default filled in. */
export interface ResolvedFreshConfig extends Required<FreshConfig> {
  /** Folder of the project. */
  root: string;
}

/** A value or a promise of it. */
export type MaybePromise<T> = T | Promise<T>;

/** Runs before and after what it guards: `await ctx.next()` is the rest. */
export type Middleware<State> = (
  ctx: Context<State>,
) => MaybePromise<Response>;

/** Data for the page component of a route, as made by `page()`. */
export interface PageResponse<Data> {
  /** Becomes `props.data` of the component. */
  data: Data;
  /** Headers for the answer. */
  headers?: HeadersInit | undefined;
  /** Status of the answer; default 200. */
  status?: number | undefined;
}

/** Handles one request: with an answer, or with data for the page. */
export type HandlerFn<Data, State> = (
  ctx: Context<State>,
) => MaybePromise<PageResponse<Data> | Response>;

/** Handlers by verb. */
export type HandlerByMethod<Data, State> = {
  [M in Method]?: HandlerFn<Data, State>;
};

/** One function for all verbs, or an object with one for each. */
export type RouteHandler<Data, State> =
  | HandlerFn<Data, State>
  | HandlerByMethod<Data, State>;

/** The type of the data that a route's handlers give to its page. */
export type RouteData<
  // deno-lint-ignore no-explicit-any
  Handler extends RouteHandler<any, any>,
> = Handler extends RouteHandler<infer Data, infer _State> ? Data : never;

/** What every page, layout and wrapper component receives. */
export type PageProps<Data = unknown, State = unknown> =
  & Pick<
    Context<State>,
    | "config"
    | "url"
    | "req"
    | "params"
    | "info"
    | "state"
    | "Component"
    | "error"
    | "route"
  >
  & {
    /** What the handler gave to `page()`; `null` in layouts. */
    data: Data;
  };

/** A page, layout, or wrapper; an async one may also return a `Response`. */
export type RouteComponent<Data = unknown, State = unknown> = (
  props: PageProps<Data, State>,
) => MaybePromise<ComponentChildren | Response>;

/** What a page or a layout leaves out around it. */
export interface LayoutConfig {
  /** Leave out the app wrapper; default no. */
  skipAppWrapper?: boolean;
  /** Leave out the layouts of outer segments; default no. */
  skipInheritedLayouts?: boolean;
}

/** A page route. */
export interface Route<State> {
  // The data of a route is between its own handler and component.
  /** What answers or fetches the data. */
  // deno-lint-ignore no-explicit-any
  handler?: RouteHandler<any, State> | undefined;
  /** What is rendered. */
  // deno-lint-ignore no-explicit-any
  component?: RouteComponent<any, State> | undefined;
  /** Settings. */
  config?: LayoutConfig | undefined;
}

/** One component of the browser, as the server knows it. */
export interface Island {
  /** Name on the page; unique in the app. */
  name: string;
  /** Name of the export in its module. */
  exportName: string;
  /** URL of the browser module that exports it. */
  file: string;
  /** The component. */
  // deno-lint-ignore no-explicit-any
  fn: FunctionComponent<any>;
}

/** Options of `app.listen()`. */
export type ListenOptions = Partial<
  Deno.ServeTcpOptions & Deno.TlsCertifiedKeyPem
>;

// State is checked where an app is written; inside, middlewares for different
// states share one list.
// deno-lint-ignore no-explicit-any
type AnyState = any;
/** A middleware whose state type is no longer known. */
export type AnyMiddleware = Middleware<AnyState>;
/** A route whose state type is no longer known. */
export type AnyRoute = Route<AnyState>;
/** A context whose state type is no longer known. */
export type AnyContext = Context<AnyState>;
/** A component whose props are no longer known. */
export type AnyComponent = RouteComponent<AnyState, AnyState>;
