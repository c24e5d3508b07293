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
  /** Path under which the whole app lives; default none. */
  basePath?: string;
  /** Default "production"; the development server sets the other one. */
  mode?: "development" | "production";
  /** Believe `X-Forwarded-Proto` and `X-Forwarded-Host`; default no. */
  trustProxy?: boolean;
}

/** {@link FreshConfig} with every default filled in. */
export interface ResolvedFreshConfig {
  /** Folder of the project. */
  root: string;
  /** Path under which the whole app lives, "" for none. */
  basePath: string;
  /** Whether this is the development server. */
  mode: "development" | "production";
  /** Whether forwarding headers are believed. */
  trustProxy: boolean;
}

/** A value or a promise of it. */
export type MaybePromise<T> = T | Promise<T>;

/** Loads a value when it is first needed. */
export type Lazy<T> = () => Promise<T>;

/** A value, or a function that loads it when it is first needed. */
export type MaybeLazy<T> = T | Lazy<T>;

/** Runs before and after what it guards: `await ctx.next()` is the rest. */
export type Middleware<State> = (
  ctx: Context<State>,
) => MaybePromise<Response>;

/** The same as {@link Middleware}. */
export type MiddlewareFn<State> = Middleware<State>;

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
    | "isPartial"
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

/** Settings a layout may have. */
export interface LayoutConfig {
  /** Leave out the app wrapper; default no. */
  skipAppWrapper?: boolean;
  /** Leave out the layouts of outer segments; default no. */
  skipInheritedLayouts?: boolean;
}

/** Settings a route may have. */
export interface RouteConfig extends LayoutConfig {
  /** Pattern to use in place of the one from the file name. */
  routeOverride?: string;
  /** Verbs that a lazily loaded route answers; default all. */
  methods?: "ALL" | Method[];
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
  config?: RouteConfig | undefined;
  /** Stylesheets the page needs. */
  css?: string[] | undefined;
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
export type ListenOptions =
  & Partial<
    & Deno.ServeTcpOptions
    & Deno.TlsCertifiedKeyPem
  >
  & {
    /** Hostname to print in place of the one listened on. */
    remoteAddress?: string;
  };

// State is checked where an app is written; inside, middlewares for different
// states share one list.
// deno-lint-ignore no-explicit-any
export type AnyState = any;
/** A middleware whose state type is no longer known. */
export type AnyMiddleware = Middleware<AnyState>;
/** A context whose state type is no longer known. */
export type AnyContext = Context<AnyState>;
/** A component whose props are no longer known. */
export type AnyComponent = RouteComponent<AnyState, AnyState>;
