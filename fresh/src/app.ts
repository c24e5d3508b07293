/**
 * The app: what its authors register, and the handler that comes of it.
 *
 * @module
 */
import type { BuildCache } from "./build_cache.ts";
import { toSteps, type View } from "./chain.ts";
import { type Command, compile, type Compiled, scopeOf } from "./compile.ts";
import { Context } from "./context.ts";
import { defaultErrorResponse, HttpError } from "./error.ts";
import { listen } from "./listen.ts";
import { lazyStepsOf, METHODS, recoveryOf, stepsOf } from "./pages.ts";
import type { RouteMatch } from "./router.ts";
import type {
  AnyMiddleware,
  FreshConfig,
  LayoutConfig,
  ListenOptions,
  MaybeLazy,
  Method,
  Middleware,
  ResolvedFreshConfig,
  Route,
  RouteComponent,
  RouteConfig,
} from "./types.ts";
import { parseUrl, rawPathOf } from "./url.ts";

const NO_VIEW: View = { wrapper: null, layouts: [] };

/** The address in `ctx.info` where a handler is called without a server. */
const NO_INFO = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 8080 },
  completed: Promise.resolve(),
} as const satisfies Deno.ServeHandlerInfo;

/** What the builder may do to an app, and others may not. */
export interface AppInternals {
  /** Attaches a build. */
  setBuildCache(cache: BuildCache, mode?: "development" | "production"): void;
  /** Puts a middleware before all others. */
  useFirst(middleware: AnyMiddleware): void;
  /** The attached build. */
  readonly buildCache: BuildCache | null;
}

/** Reads what only the builder may touch. */
// deno-lint-ignore no-explicit-any
export let appInternals: (app: App<any>) => AppInternals;

/** Answers a request; usable directly in tests. */
export type AppHandler = (
  req: Request,
  info?: Deno.ServeHandlerInfo,
) => Promise<Response>;

/**
 * A web app: middlewares, routes and pages.
 *
 * What is registered applies top to bottom: a middleware only affects routes
 * that come after it.
 *
 * @example Usage
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { App } from "fresh";
 *
 * const handler = new App().get("/hi", (ctx) => ctx.text("hello")).handler();
 * const response = await handler(new Request("http://localhost/hi"));
 * equal(await response.text(), "hello");
 * ```
 */
export class App<State = unknown> {
  static {
    appInternals = (app) => ({
      setBuildCache: (cache, mode) => {
        app.#buildCache = cache;
        if (mode !== undefined) app.config.mode = mode;
        app.config.root = cache.root;
      },
      useFirst: (middleware) => {
        const steps = toSteps([middleware]);
        app.#commands.unshift({ type: "use", scope: [], steps });
      },
      buildCache: app.#buildCache,
    });
  }

  /** The settings, with defaults filled in. */
  readonly config: ResolvedFreshConfig;
  readonly #commands: Command[] = [];
  #buildCache: BuildCache | null = null;

  /** Creates an app without any route. */
  constructor(config: FreshConfig = {}) {
    const { basePath = "", mode = "production", trustProxy = false } = config;
    this.config = {
      root: Deno.cwd(),
      basePath: basePath.replace(/\/+$/, ""),
      mode,
      trustProxy,
    };
  }

  /** Runs middlewares for every request. */
  use(...middlewares: MaybeLazy<Middleware<State>>[]): this;
  /** Runs middlewares for a path and everything below it. */
  use(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this;
  use(
    first: string | MaybeLazy<Middleware<State>>,
    ...rest: MaybeLazy<Middleware<State>>[]
  ): this {
    const hasPath = typeof first === "string";
    const scope = hasPath ? scopeOf(first) : [];
    const steps = toSteps(hasPath ? rest : [first, ...rest]);
    return this.#add({ type: "use", scope, steps });
  }

  /** Answers GET, and HEAD where there is nothing else for it. */
  get(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#verbs(["GET"], path, middlewares);
  }

  /** Answers POST. */
  post(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#verbs(["POST"], path, middlewares);
  }

  /** Answers PUT. */
  put(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#verbs(["PUT"], path, middlewares);
  }

  /** Answers PATCH. */
  patch(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#verbs(["PATCH"], path, middlewares);
  }

  /** Answers DELETE. */
  delete(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#verbs(["DELETE"], path, middlewares);
  }

  /** Answers HEAD. */
  head(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#verbs(["HEAD"], path, middlewares);
  }

  /** Answers every method. */
  all(path: string, ...middlewares: MaybeLazy<Middleware<State>>[]): this {
    return this.#verbs(METHODS, path, middlewares);
  }

  /** Adds a page: handlers, a component, or both. */
  route(
    path: string,
    route: MaybeLazy<Route<State>>,
    config?: RouteConfig,
  ): this {
    const wanted = config?.methods ?? "ALL";
    const methods = typeof route === "function"
      ? lazyStepsOf(route, wanted === "ALL" ? METHODS : wanted)
      : stepsOf({ ...route, config: { ...config, ...route.config } });
    return this.#add({
      type: "route",
      scope: scopeOf(path),
      pattern: path,
      methods: methods.map(([method, step]) => [method, [step]]),
    });
  }

  /** Adds the routes of the routes folder, as the builder found them. */
  fsRoutes(prefix = "*"): this {
    return this.#add({ type: "files", prefix });
  }

  /** Sets the outermost component of every page. */
  appWrapper(component: RouteComponent<unknown, State>): this {
    return this.#add({ type: "wrapper", component });
  }

  /** Sets the layout of a path and everything below it. */
  layout(
    path: string,
    component: RouteComponent<unknown, State>,
    config: LayoutConfig = {},
  ): this {
    const scope = scopeOf(path);
    return this.#add({ type: "layout", scope, component, config });
  }

  /** Sets what answers for the errors of a path and everything below it. */
  onError(path: string, route: Route<State> | Middleware<State>): this {
    const recovery = recoveryOf(route);
    return this.#add({ type: "onError", scope: scopeOf(path), recovery });
  }

  /** Sets what answers where there is no route, and to a thrown 404. */
  notFound(route: Route<State> | Middleware<State>): this {
    return this.#add({ type: "notFound", recovery: recoveryOf(route) });
  }

  /** Compiles everything registered into a request handler. */
  handler(): AppHandler {
    if (
      this.#buildCache === null && this.config.mode === "production" &&
      Deno.env.get("DENO_DEPLOYMENT_ID") !== undefined
    ) {
      throw new Error("Cannot serve a deployment: there is no build");
    }
    const { basePath } = this.config;
    const compiled = compile(this.#commands, basePath, this.#buildCache);
    return (req, info = NO_INFO) => this.#answer(compiled, req, info);
  }

  /** Serves the app; without a port on the first free one from 8000 on. */
  async listen(options: ListenOptions = {}): Promise<void> {
    await listen(this.handler(), options, this.config.basePath);
  }

  async #answer(
    { router, reject }: Compiled,
    req: Request,
    info: Deno.ServeHandlerInfo,
  ): Promise<Response> {
    let match: RouteMatch | null = null;
    let failure: unknown = null;
    try {
      const entry = router.matchStatic(rawPathOf(req.url));
      match = entry !== null
        ? { entry, params: {} }
        : router.match(parseUrl(req, false).pathname);
      if (match === null) failure = new HttpError(404);
    } catch (error) {
      failure = error;
    }
    const ctx = new Context<State>({
      req,
      info,
      config: this.config,
      route: match?.entry.pattern ?? null,
      params: match?.params ?? {},
      internals: {
        view: NO_VIEW,
        failed: null,
        failure,
        buildCache: this.#buildCache,
      },
    });
    const chain = match === null
      ? reject
      : match.entry.methods.get(req.method) ?? match.entry.otherwise;
    try {
      const response = await chain(ctx);
      return req.method === "HEAD" ? withoutBody(response) : response;
    } catch (error) {
      ctx.error = error;
      return defaultErrorResponse(error);
    }
  }

  #verbs(
    methods: readonly Method[],
    path: string,
    middlewares: MaybeLazy<Middleware<State>>[],
  ): this {
    const steps = toSteps(middlewares);
    return this.#add({
      type: "route",
      scope: scopeOf(path),
      pattern: path,
      methods: methods.map((method) => [method, steps]),
    });
  }

  #add(command: Command): this {
    this.#commands.push(command);
    return this;
  }
}

async function withoutBody(response: Response): Promise<Response> {
  const { status, statusText, headers } = response;
  await response.body?.cancel();
  return new Response(null, { status, statusText, headers });
}
