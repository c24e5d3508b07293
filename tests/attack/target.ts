/**
 * The server under attack, which must be on this machine.
 *
 * @module
 */

import { aboutAddress } from "@/lib/http/address.ts";
import type { Tally } from "./tally.ts";

/** How long an answer may take, milliseconds. */
const PATIENCE_MS = 15_000;

/** One request. */
export interface Shot {
  /** Its verb. */
  method: string;
  /** Path and query. */
  path: string;
  /** Its headers. */
  headers?: Record<string, string>;
  /** Its body. */
  body?: string;
  /** Whether a 2xx would let somebody in who must not be. */
  isForbidden?: boolean;
}

/** What came back. */
export interface Hit {
  /** Status of the answer. */
  status: number;
  /** Its `Retry-After`. */
  retryAfter: string | null;
  /** Its first cookie, as a `Cookie` header sends it. */
  cookie: string | undefined;
  /** Its body, from the start. */
  text: string;
}

/**
 * Reads the address of a server.
 *
 * @throws {RangeError} When it is not on this machine.
 */
export function targetOf(text: string): URL {
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (url.protocol !== "http:" || !aboutAddress(host).isLoopback) {
    throw new RangeError(
      `Cannot attack "${text}": only http on this machine's own address`,
    );
  }
  return url;
}

/** Sends a request; `null` when it was cut or took too long. */
export async function shoot(
  target: URL,
  { method, path, headers, body }: Shot,
): Promise<Hit | null> {
  try {
    const response = await fetch(new URL(path, target), {
      method,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(headers && { headers }),
      ...(body !== undefined && { body }),
    });
    const isStream = response.headers.get("content-type")
      ?.startsWith("text/event-stream");
    if (isStream) await response.body?.cancel();
    return {
      status: response.status,
      retryAfter: response.headers.get("retry-after"),
      cookie: response.headers.getSetCookie()[0]?.split(";")[0],
      text: isStream ? "" : await response.text(),
    };
  } catch {
    return null;
  }
}

/** Sends a request and counts what became of it. */
export async function shootAndNote(
  target: URL,
  shot: Shot,
  tally: Tally,
): Promise<Hit | null> {
  const hit = await shoot(target, shot);
  if (hit === null) tally.noteCut();
  else {
    const start = (shot.body ?? "").slice(0, 120);
    if (shot.isForbidden && hit.status < 300) tally.noteBreach(shot.path);
    tally.note(hit, `${shot.method} ${shot.path.slice(0, 200)} ${start}`);
  }
  return hit;
}
