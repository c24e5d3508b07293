/**
 * Everything that reads or repairs a URL: request paths, `ctx.url`, redirects.
 *
 * @module
 */
import { HttpError } from "./error.ts";

/**
 * Cuts the path out of an absolute URL, as it was sent.
 *
 * Much cheaper than parsing. The result is only good for looking up known
 * paths; whatever is not found must be parsed and normalised first.
 */
export function rawPathOf(url: string): string {
  const hostStart = url.indexOf("://") + 3;
  const query = url.indexOf("?", hostStart);
  const end = query < 0 ? url.length : query;
  const start = url.indexOf("/", hostStart);
  return start < 0 || start > end ? "/" : url.slice(start, end);
}

/**
 * Parses the URL of a request and makes runs of slashes in its path one.
 *
 * @param trustProxy Take scheme and host from the forwarding headers.
 * @throws {HttpError} 400 when it is not a URL.
 */
export function parseUrl(req: Request, trustProxy: boolean): URL {
  try {
    const url = new URL(req.url);
    if (url.pathname.includes("//")) {
      url.pathname = url.pathname.replace(/\/{2,}/g, "/");
    }
    if (trustProxy) applyForwarded(url, req.headers);
    return url;
  } catch {
    throw new HttpError(400);
  }
}

function applyForwarded(url: URL, headers: Headers): void {
  const proto = firstOf(headers.get("x-forwarded-proto"));
  if (proto === "http" || proto === "https") url.protocol = `${proto}:`;
  const host = firstOf(headers.get("x-forwarded-host"));
  if (host === "") return;
  // Setting the host keeps an old port, which was the inner server's.
  url.port = "";
  url.host = host;
}

/** A chain of proxies appends; the first entry is what the client used. */
function firstOf(header: string | null): string {
  return header?.split(",", 1)[0]?.trim() ?? "";
}

/** Puts a base before a path: `joinPath("/b", "/x")` is "/b/x". */
export function joinPath(base: string, path: string): string {
  const prefix = base === "*" ? "" : base.replace(/\/+$/, "");
  if (prefix === "") return path === "" ? "/" : path;
  return path === "/" || path === "*" || path === "" ? prefix : prefix + path;
}

/** Removes the base of the app from a path; `null` when it is not below it. */
export function stripBase(base: string, path: string): string | null {
  if (base === "") return path;
  if (path === base) return "/";
  return path.startsWith(base + "/") ? path.slice(base.length) : null;
}

/**
 * Makes a redirect target safe.
 *
 * A path stays on this host whatever a browser makes of `//` and `\`; an
 * absolute URL must be http or https, so `javascript:` never gets out.
 *
 * Source: WHATWG URL Standard, basic URL parser: tab and newline are removed,
 * leading control characters are skipped, and `\` reads as `/`.
 *
 * @throws {HttpError} 400 for any other scheme.
 */
export function safeLocation(target: string): string {
  const location = target
    // deno-lint-ignore no-control-regex
    .replace(/^[\u0000-\u0020]+/, "")
    .replace(/[\t\r\n]/g, "");
  if (/^[/\\]/.test(location)) {
    const end = location.search(/[?#]/);
    const path = end < 0 ? location : location.slice(0, end);
    const rest = end < 0 ? "" : location.slice(end);
    return path.replace(/[/\\]+/g, "/") + rest;
  }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(location)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") {
    throw new HttpError(400, `Cannot redirect to a "${scheme}:" URL`);
  }
  return location;
}
