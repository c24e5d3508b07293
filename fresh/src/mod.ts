/**
 * The part of Fresh 2 that this project uses, in its own code: apps with file
 * routes, rendered on the server, with islands in the browser.
 *
 * @module
 */
export { App, type AppHandler } from "./app.ts";
export {
  type Chunk,
  type Chunks,
  Context,
  type FreshContext,
} from "./context.ts";
export { createDefine, type Define, page, type PageOptions } from "./define.ts";
export { HttpError } from "./error.ts";
export { cors, ipFilter, trailingSlashes } from "./lacking.ts";
export { csp, type CSPOptions } from "./middlewares/csp.ts";
export { csrf, type CsrfOptions } from "./middlewares/csrf.ts";
export { staticFiles } from "./middlewares/static_files.ts";
export type {
  ComponentChildren,
  FunctionComponent,
  VNode,
} from "./preact_types.ts";
export type {
  FreshConfig,
  HandlerByMethod,
  HandlerFn,
  Island,
  LayoutConfig,
  ListenOptions,
  MaybePromise,
  Method,
  Middleware,
  PageProps,
  PageResponse,
  ResolvedFreshConfig,
  Route,
  RouteComponent,
  RouteData,
  RouteHandler,
} from "./types.ts";
