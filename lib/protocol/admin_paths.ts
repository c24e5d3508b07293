/**
 * Which part of the site is for admins. Its traffic is the site watching
 * itself, so it is told apart from that of visitors.
 *
 * @module
 */

/** Where browsers of visitors write what they measured. */
const VISITOR_PATHS = ["/api/monitoring/metrics", "/api/monitoring/stats"];

/**
 * Says whether a path, or the pattern of a route, is for admins.
 *
 * @param path Such as `/admin/sessions` or `/api/monitoring/calls/:pairId`.
 */
export function isAdminPath(path: string): boolean {
  if (path === "/admin" || path.startsWith("/admin/")) return true;
  return path === "/metrics" ||
    path.startsWith("/api/monitoring/") && !VISITOR_PATHS.includes(path);
}
