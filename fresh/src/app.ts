/**
 * The app: what its authors register, and the handler that comes of it.
 *
 * @module
 */
import "./build_id.ts";
import type { BuildCache } from "./build_cache.ts";
import { expectResponse, type Step } from "./chain.ts";
import { type Command, compile, type Compiled, segmentsOf } from "./compile.ts";
import { Context } from "./context.ts";
import { defaultErrorResponse } from "./error.ts";
import { missing, onlyKnown } from "./missing.ts";
import { METHODS, recoveryOf } from "./pages.ts";
import type { RouteMatch } from "./router.ts";
import { serve } from "./serve.ts";
import { setBuildId } from "./runtime/assets.ts";
import type {
  FreshConfig,
  ListenOptions,
  Method,
  Middleware,
  ResolvedFreshConfig,
  Route,
} from "./types.ts";
import { parseUrl, rawPathOf } from "./url.ts";

/** The address in `ctx.info` where a handler is called without a server. */
const NO_INFO = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 1234 },
  completed: Promise.resolve(),
} as const satisfies Deno.ServeHandlerInfo;

/** Attaches a build to an app; done before its `handler()` is made. */
export let setBuildCache: (
  // deno-lint-ignore no-explicit-any
  app: App<any>,
  cache: BuildCache,
  mode: ResolvedFreshConfig["mode"],
) => void;

/** Adds to what an app was told, in a form that apps have no name for. */
export let addCommand: (
  // deno-lint-ignore no-explicit-any
  app: App<any>,
  command: Command,
) => void;

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
    addCommand = (app, command) => app.#add(command);
    setBuildCache = (app, cache, mode) => {
      app.#buildCache = cache;
      app.config.mode = mode;
      app.config.root = cache.root;
      if (cache.version !== "") setBuildId(cache.version);
    };
  }

  /** The settings, with defaults filled in. */
  readonly config: ResolvedFreshConfig;
  readonly #commands: Command[] = [];
  #buildCache: BuildCache | null = null;

  /** Creates an app without any route. */
  constructor(config: FreshConfig = {}) {
    onlyKnown(config, ["mode"], "App");
    this.config = { root: ".", mode: config.mode ?? "production" };
  }

  /** Runs middlewares for every request. */
  use(...middlewares: Middleware<State>[]): this;
  /** Runs middlewares for a path and everything below it. */
  use(path: string, ...middlewares: Middleware<State>[]): this;
  use(first: string | Middleware<State>, ...rest: Middleware<State>[]): this {
    return typeof first === "string"
      ? this.#add({ type: "use", segments: segmentsOf(first), steps: rest })
      : this.#add({ type: "use", segments: [], steps: [first, ...rest] });
  }

  /** Answers GET, and HEAD where there is nothing else for it. */
  get(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#verbs(["GET"], path, middlewares);
  }

  /** Answers POST. */
  post(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#verbs(["POST"], path, middlewares);
  }

  /** Answers PUT. */
  put(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#verbs(["PUT"], path, middlewares);
  }

  /** Answers PATCH. */
  patch(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#verbs(["PATCH"], path, middlewares);
  }

  /** Answers DELETE. */
  delete(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#verbs(["DELETE"], path, middlewares);
  }

  /** Answers HEAD. */
  head(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#verbs(["HEAD"], path, middlewares);
  }

  /** Answers every method. */
  all(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#verbs(METHODS, path, middlewares);
  }

  /** Adds the routes of the routes folder, as the builder found them. */
  fsRoutes(): this;
  fsRoutes(prefix = "*"): this {
    if (prefix !== "*") missing("fsRoutes() with a prefix");
    return this.#add({ type: "files" });
  }

  /** Sets what answers for the errors of a path and everything below it. */
  onError(path: string, route: Route<State> | Middleware<State>): this {
    const recover = recoveryOf(route);
    return this.#add({ type: "onError", segments: segmentsOf(path), recover });
  }

  /** Sets what answers where there is no route, and to a thrown 404. */
  notFound(route: Route<State> | Middleware<State>): this {
    return this.#add({ type: "notFound", recover: recoveryOf(route) });
  }

  /** Compiles everything registered into a request handler. */
  handler(): AppHandler {
    const isDeployed = Deno.env.get("DENO_DEPLOYMENT_ID") !== undefined;
    if (!this.#buildCache && isDeployed && this.config.mode === "production") {
      throw new Error(
        "Cannot serve as there is no build: serve _fresh/server.js, not main.ts",
      );
    }
    const compiled = compile(this.#commands, this.#buildCache);
    return (req, info = NO_INFO) => this.#answer(compiled, req, info);
  }

  /** Starts to serve the app, on a free port from 8000 if none is given. */
  listen(options: ListenOptions = {}): Promise<void> {
    return serve(options, this.handler());
  }

  #answer(
    { router, reject }: Compiled,
    req: Request,
    info: Deno.ServeHandlerInfo,
  ): Promise<Response> {
    let match: RouteMatch | null = null;
    let failure: unknown;
    try {
      const entry = router.matchStatic(rawPathOf(req.url));
      match = entry !== null
        ? { entry, params: {} }
        : router.match(parseUrl(req).pathname);
    } catch (error) {
      failure = error;
    }
    const ctx = new Context<State>({
      req,
      info,
      config: this.config,
      route: match?.entry.pattern ?? null,
      params: match?.params ?? {},
      buildCache: this.#buildCache,
      failure,
    });
    const method = req.method.toUpperCase();
    const chain = match === null
      ? reject
      : match.entry.methods.get(method) ?? match.entry.otherwise;
    return finished(chain(ctx), method);
  }

  #verbs(
    methods: readonly Method[],
    pattern: string,
    steps: Step[],
  ): this {
    const segments = segmentsOf(pattern);
    return this.#add({ type: "route", segments, pattern, methods, steps });
  }

  #add(command: Command): this {
    this.#commands.push(command);
    return this;
  }
}

for (const name of ["appWrapper", "layout", "mountApp", "route", "ws"]) {
  const value = () => missing(`app.${name}()`);
  Object.defineProperty(App.prototype, name, { value });
}

/** Makes an answer of what a chain comes to, at any rate. */
function finished(result: unknown, method: string): Promise<Response> {
  const answered = Promise.resolve(result).then(checked, defaultErrorResponse);
  return method === "HEAD"
    ? answered.then(withoutBody).catch(defaultErrorResponse)
    : answered;
}

/** Knows nothing of its request, so that all of them share one function. */
function checked(result: unknown): Response {
  try {
    return expectResponse(result);
  } catch (error) {
    return defaultErrorResponse(error);
  }
}

async function withoutBody(response: Response): Promise<Response> {
  await response.body?.cancel();
  return new Response(null, response);
}
