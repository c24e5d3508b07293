/**
 * Where an alert can be looked into.
 *
 * @module
 */

import type { Alert } from "@/lib/monitoring/overview/alert.ts";

/**
 * Says which page of the desk shows what an alert is about: a call's own page,
 * or a route's.
 *
 * @returns A path; `null` where it is about the whole site.
 */
export function placeOfAlert(
  { kind, subject }: Pick<Alert, "kind" | "subject">,
): string | null {
  if (kind.startsWith("call-")) {
    return `/admin/calls/${encodeURIComponent(subject)}`;
  }
  const [method, route] = subject.split(" ");
  if (method === undefined || route === undefined) return null;
  return `/admin/http/route?${new URLSearchParams({ method, route })}`;
}
