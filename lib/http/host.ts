/**
 * Requests whose `Host` is no host.
 *
 * Deno puts the header before the path to make the URL, so that a host with a
 * slash or a question mark in it would name another path than the one asked.
 *
 * @module
 */

import { ApiError } from "@/lib/protocol/errors.ts";

const HOST = /^(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** The last one that was a host: nearly all requests name the same. */
let lastHost: string | null = null;

function isHost(header: string): boolean {
  if (header === lastHost) return true;
  // `a:99999` and `xn--a` look like hosts, and whoever reads the URL fails.
  if (!HOST.test(header) || !URL.canParse(`http://${header}`)) return false;
  lastHost = header;
  return true;
}

/**
 * Gives a request the path that it was sent with, whatever its host did to it;
 * {@link requireHost} then refuses it in the form that this path asks for.
 */
export function withOwnPath(req: Request): Request {
  const host = req.headers.get("host");
  if (!host || isHost(host)) return req;
  const hostStart = req.url.indexOf("://") + 3;
  const path = req.url.slice(hostStart + asText(host).length);
  return new Request(`http://host.invalid${/^\/[^\s]*$/.exec(path) ?? "/"}`, {
    method: req.method,
    headers: req.headers,
  });
}

/** A header is given a byte a character, and in the URL it is UTF-8. */
function asText(header: string): string {
  const bytes = Uint8Array.from(header, (char) => char.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}

/**
 * Lets only requests pass whose `Host` is one.
 *
 * @throws {ApiError} `bad-input`.
 */
export function requireHost({ headers }: Request): void {
  const host = headers.get("host");
  if (host !== null && !isHost(host)) {
    throw new ApiError("bad-input", "Host: must be a host name");
  }
}
