/**
 * Which servers a check of the network path talks to.
 *
 * @module
 */

import type { IceServer } from "@/lib/protocol/ice_servers.ts";

/** A way to a server that networks treat differently. */
export type PathKind = "stun" | "turn-udp" | "turn-tcp" | "turn-tls";

/**
 * Picks the servers that are reached in one way, and leaves only that way.
 *
 * @returns None where the site has no such server.
 */
export function serversFor(
  kind: PathKind,
  servers: readonly IceServer[],
): IceServer[] {
  return servers.flatMap((server) => {
    const urls = [server.urls].flat().filter((url) => kindOf(url) === kind);
    return urls.length > 0 ? [{ ...server, urls }] : [];
  });
}

function kindOf(url: string): PathKind | null {
  if (/^stuns?:/.test(url)) return "stun";
  if (url.startsWith("turns:")) return "turn-tls";
  if (!url.startsWith("turn:")) return null;
  return /[?&]transport=tcp\b/.test(url) ? "turn-tcp" : "turn-udp";
}
