/**
 * Calls apps without a server, and gives them file routes without a disk.
 *
 * @module
 */
import type { App } from "fresh";
import {
  type FileRoute,
  type FileSnapshot,
  type IslandRegistry,
  registerIslands,
  setBuildCache,
} from "fresh/internal";

type Module = Record<string, unknown>;
type Routes = FileRoute["mod"];

/** What a build would find. */
export interface Project {
  /** Route modules by path below the routes folder. */
  routes?: Record<string, Routes>;
  /** Modules with islands by name. */
  islands?: Record<string, Module>;
  /** Content of static files by URL path. */
  files?: Record<string, string>;
}

/** Name of the build in tests. */
export const BUILD_ID = "build0";

/** Gives an app what a build of this project would. */
export async function attach<T>(
  app: App<T>,
  { routes = {}, islands = {}, files = {} }: Project,
): Promise<App<T>> {
  const registry: IslandRegistry = new Map();
  for (const [name, mod] of Object.entries(islands)) {
    registerIslands(registry, mod, `/_fresh/js/${BUILD_ID}/${name}.js`, name);
  }
  const staticFiles = new Map<string, FileSnapshot>();
  for (const [path, text] of Object.entries(files)) {
    const content = new TextEncoder().encode(text);
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content))
      .toHex();
    staticFiles.set(path, { content, hash, contentType: "text/plain" });
  }
  setBuildCache(
    app,
    {
      root: "/",
      version: BUILD_ID,
      clientEntry: `/_fresh/js/${BUILD_ID}/fresh-runtime.js`,
      islands: registry,
      staticFiles,
      fsRoutes: Object.entries(routes).map(([path, mod]) => ({ path, mod })),
    },
    app.config.mode,
  );
  return app;
}

/** An answer, read. */
export interface Answer {
  /** The status. */
  status: number;
  /** The headers. */
  headers: Headers;
  /** The body. */
  text: string;
}

/** Makes a function that calls an app: `await call("POST /path")`. */
export function caller<T>(
  app: App<T>,
): (request: string, init?: RequestInit) => Promise<Answer> {
  const handler = app.handler();
  return async (request, init) => {
    const [method = "", path = ""] = request.includes(" ")
      ? request.split(/ (.*)/s)
      : ["GET", request];
    const url = path.startsWith("/") ? `http://localhost${path}` : path;
    const response = await handler(new Request(url, { method, ...init }));
    const { status, headers } = response;
    return { status, headers, text: await response.text() };
  };
}

/** Keeps the console quiet, and returns what was said. */
export async function hush(
  method: "error" | "warn",
  run: () => Promise<unknown>,
): Promise<unknown[][]> {
  // deno-lint-ignore no-console
  const original = console[method];
  const said: unknown[][] = [];
  // deno-lint-ignore no-console
  console[method] = (...args: unknown[]) => said.push(args);
  try {
    await run();
  } finally {
    // deno-lint-ignore no-console
    console[method] = original;
  }
  return said;
}
