/**
 * Reading and writing cookies.
 *
 * @module
 */

/**
 * Finds one cookie in a `Cookie` header.
 *
 * @param header The header's value, or `null` when there is none.
 * @returns The raw value; `null` when the cookie is not there.
 */
export function readCookie(header: string | null, name: string): string | null {
  if (header === null) return null;
  for (const part of header.split(";")) {
    const equals = part.indexOf("=");
    if (equals > 0 && part.slice(0, equals).trim() === name) {
      return part.slice(equals + 1).trim();
    }
  }
  return null;
}

/** How a cookie is set. */
export interface CookieOptions {
  /** Life time in seconds; 0 removes the cookie. */
  maxAgeSeconds: number;
  /** Whether it only travels over https. */
  isSecure: boolean;
  /** Whether scripts cannot read it. Default `true`. */
  isHttpOnly?: boolean;
  /** Which cross-site requests carry it. Default `Lax`. */
  sameSite?: "Lax" | "Strict";
}

/** Writes the value of a `Set-Cookie` header for the whole site. */
export function writeCookie(
  name: string,
  value: string,
  { maxAgeSeconds, isSecure, isHttpOnly = true, sameSite = "Lax" }:
    CookieOptions,
): string {
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; SameSite=${sameSite}` +
    (isHttpOnly ? "; HttpOnly" : "") + (isSecure ? "; Secure" : "");
}
