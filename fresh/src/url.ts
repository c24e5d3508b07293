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
 * paths; whatever is not found must be parsed and normalized first.
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
 * @throws {HttpError} 400 when it is not a URL.
 */
export function parseUrl(req: Request): URL {
  const url = URL.parse(req.url);
  if (url === null) throw new HttpError(400);
  if (url.pathname.includes("//")) {
    url.pathname = url.pathname.replace(/\/{2,}/g, "/");
  }
  return url;
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
    return location.replace(
      /^[^?#]+/,
      (path) => path.replace(/[/\\]+/g, "/"),
    );
  }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(location)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") {
    throw new HttpError(400, `Cannot redirect to a "${scheme}:" URL`);
  }
  return location;
}
