/**
 * Which requests come from programs.
 *
 * @module
 */

/** Paths that are answered to programs, in JSON. */
export function isApiPath(pathname: string): boolean {
  return pathname.startsWith("/api/") || pathname === "/metrics";
}
