/**
 * `src/test_utils.ts` for upstream's tests: calls apps without a socket.
 *
 * @module
 */
import { dirname, join } from "node:path";
import type { FileRoute } from "../../../fresh/src/build_cache.ts";
import { Context } from "../../../fresh/src/context.ts";
import type {
  AnyContext,
  AnyMiddleware,
  ResolvedFreshConfig,
} from "../../../fresh/src/types.ts";
import { type AnyCache, toOwnCache } from "./build_cache.ts";

const INFO = {} as Deno.ServeHandlerInfo;

type Handler = (
  req: Request,
  info: Deno.ServeHandlerInfo,
) => Response | Promise<Response>;

/** Calls a handler by path; methods are spelt in small letters, as a test may. */
export class FakeServer {
  /** Takes what answers. */
  constructor(public handler: Handler) {}

  /** Sends any request. */
  async request(req: Request): Promise<Response> {
    return await this.handler(req, INFO);
  }

  #send(path: string, init: RequestInit): Promise<Response> {
    return this.request(new Request(new URL(path, "http://localhost/"), init));
  }

  /** Sends a GET. */
  get = (path: string, init: RequestInit = {}): Promise<Response> =>
    this.#send(path, init);
  /** Sends a HEAD. */
  head = (path: string): Promise<Response> =>
    this.#send(path, { method: "head" });
  /** Sends an OPTIONS. */
  options = (path: string): Promise<Response> =>
    this.#send(path, { method: "options" });
  /** Sends a DELETE. */
  delete = (path: string): Promise<Response> =>
    this.#send(path, { method: "delete" });
  /** Sends a POST. */
  post = (path: string, body: BodyInit | null = null): Promise<Response> =>
    this.#send(path, { method: "post", body });
  /** Sends a PUT. */
  put = (path: string, body: BodyInit | null = null): Promise<Response> =>
    this.#send(path, { method: "put", body });
  /** Sends a PATCH, which only becomes one in capitals by what takes it. */
  patch = (path: string, body: BodyInit | null = null): Promise<Response> =>
    this.#send(path, { method: "patch", body });
}

/** What a middleware is called with, apart from the request. */
interface MiddlewareOptions {
  config?: ResolvedFreshConfig;
  buildCache?: AnyCache;
  next?: () => Response | Promise<Response>;
  route?: string | null;
}

/** Calls a middleware without an app. */
export function serveMiddleware(
  middleware: AnyMiddleware,
  options: MiddlewareOptions = {},
): FakeServer {
  const missing = () => new Response("not found", { status: 404 });
  return new FakeServer(async (req) => {
    const ctx: AnyContext = new Context({
      req,
      info: INFO,
      config: { mode: "production", root: "", ...options.config },
      route: options.route ?? null,
      params: {},
      buildCache: options.buildCache ? toOwnCache(options.buildCache) : null,
    });
    ctx.next = () => Promise.resolve((options.next ?? missing)());
    return await middleware(ctx);
  });
}

/** A build that has file routes only. */
export class MockBuildCache implements AnyCache {
  root = "";
  fsRoutes: FileRoute[];

  /** Takes what the crawler found, with modules. */
  constructor(files: FileRoute[]) {
    this.fsRoutes = files;
  }
}

/** A folder that is not on a disk. */
export function createFakeFs(files: Record<string, unknown>) {
  return {
    cwd: () => ".",
    async *walk(_root: string, { skip = [] }: { skip?: RegExp[] } = {}) {
      for (const path of Object.keys(files)) {
        if (!skip.some((pattern) => pattern.test(path))) yield { path };
      }
    },
  };
}

/** Waits. */
export const delay = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Makes a folder that goes away with the scope. */
export async function withTmpDir(
  options?: Deno.MakeTempOptions,
): Promise<{ dir: string } & AsyncDisposable> {
  const dir = await Deno.makeTempDir(options);
  return {
    dir,
    [Symbol.asyncDispose]: () => Deno.remove(dir, { recursive: true }),
  };
}

/** Writes files below a folder. */
export async function writeFiles(
  dir: string,
  files: Record<string, string>,
): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(dir, name);
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, text);
  }
}

/** Registers a test that may leave a bundler running. */
export function integrationTest(
  name: string | Omit<Deno.TestDefinition, "fn">,
  fn: () => void | Promise<void>,
): void {
  const options = typeof name === "string" ? { name } : name;
  Deno.test({ ...options, fn, sanitizeOps: false, sanitizeResources: false });
}
