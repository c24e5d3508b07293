/**
 * Serves static files.
 *
 * @module
 */
import {
  type BuildCache,
  type FileSnapshot,
  openFile,
} from "../build_cache.ts";
import { type Context, internalsOf } from "../context.ts";
import { BUILD_ID, CACHE_KEY } from "../runtime/assets.ts";
import type { Middleware } from "../types.ts";

const VARY = "If-None-Match";

/**
 * Creates a middleware that answers with the files of the static folder.
 *
 * A file asked for with the key that `asset()` adds may be cached for ever; all
 * others must be asked for again each time, which a matching ETag makes cheap.
 */
export function staticFiles<T>(): Middleware<T> {
  return function serveStaticFile(ctx) {
    const { buildCache } = internalsOf(ctx);
    const path = filePathOf(ctx.url.pathname);
    if (path === null || path === "/") return ctx.next();
    const file = buildCache?.staticFiles.get(path);
    if (buildCache && file) return serveFile(ctx, buildCache, path, file);
    // Browsers ask for it on their own; it needs no error page.
    return path === "/favicon.ico"
      ? new Response(null, { status: 404 })
      : ctx.next();
  };
}

async function serveFile<T>(
  { req, url, config }: Context<T>,
  buildCache: BuildCache,
  path: string,
  file: FileSnapshot,
): Promise<Response> {
  const { method } = req;
  if (method !== "GET" && method !== "HEAD") {
    return new Response("Method Not Allowed", { status: 405 });
  }
  const key = url.searchParams.get(CACHE_KEY);
  if (key !== null && key !== BUILD_ID) return withoutKey(url);

  const isProduction = config.mode === "production";
  if (isProduction && isCurrent(req, file.hash)) {
    const headers = { "content-type": file.contentType, vary: VARY };
    return new Response(null, { status: 304, headers });
  }
  const headers = headersOf(file, isProduction, path, key);
  const opened = await openFile(buildCache.root, file);
  headers.set("content-length", String(opened.sizeBytes));
  if (method === "HEAD") {
    await opened.readable.cancel();
    return new Response(null, { headers });
  }
  return new Response(opened.readable, { headers });
}

/** A path that is spelled as the build spells it, as most are. */
const PLAIN_PATH = /^(?:\/[\w.~-]+)+$/;

/** Spells a path as the build does; `null` when it cannot be one. */
function filePathOf(path: string): string | null {
  if (PLAIN_PATH.test(path)) return path;
  try {
    return "/" + decodeURIComponent(path).split("/").filter(Boolean).join("/");
  } catch {
    return null;
  }
}

function withoutKey(url: URL): Response {
  const target = new URL(url);
  target.searchParams.delete(CACHE_KEY);
  const location = target.pathname + target.search;
  return new Response(null, { status: 307, headers: { location } });
}

function headersOf(
  file: FileSnapshot,
  isProduction: boolean,
  path: string,
  key: string | null,
): Headers {
  const headers = new Headers({
    "content-type": file.contentType,
    "vary": VARY,
  });
  if (isProduction && file.hash !== null) {
    headers.set("etag", `W/"${file.hash}"`);
  }
  const isImmutable = key === BUILD_ID ||
    path.startsWith(`/_fresh/js/${BUILD_ID}/`);
  headers.set(
    "cache-control",
    isProduction && isImmutable
      ? "public, max-age=31536000, immutable"
      : "no-cache, no-store, max-age=0, must-revalidate",
  );
  return headers;
}

/** Tells whether the client has the file; a list of tags is not looked into. */
function isCurrent(req: Request, hash: string | null): boolean {
  const known = req.headers.get("if-none-match");
  return known !== null && (known === hash || known === `W/"${hash}"`);
}
