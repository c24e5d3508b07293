/**
 * Query parameters of a request.
 *
 * @module
 */

/** What means something else than itself in a query, or ends it. */
const ESCAPED = /[%+#]/;

/**
 * Reads the query of a URL as it was sent; of a repeated parameter the last
 * counts.
 *
 * @param url Such as `http://host/path?name=value`.
 */
export function queryOf(url: string): Record<string, string> {
  const start = url.indexOf("?") + 1;
  if (start === 0) return {};
  const query = url.slice(start);
  // Ids and numbers need no escapes, and `URL` takes twenty times as long.
  const pairs = ESCAPED.test(query)
    ? new URL(url).searchParams
    : query.split("&").filter((part) => part !== "").map(pairOf);
  return Object.fromEntries(pairs);
}

function pairOf(part: string): [name: string, value: string] {
  const end = part.indexOf("=");
  return end < 0 ? [part, ""] : [part.slice(0, end), part.slice(end + 1)];
}
