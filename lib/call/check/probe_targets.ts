/**
 * Which servers a check of the network path talks to.
 *
 * @module
 */

import type { IceServer } from "@/lib/protocol/ice_servers.ts";

/** Ways to a relay, each of which some networks block. */
export const RELAY_PATHS = ["turn-udp", "turn-tcp", "turn-tls"] as const;

/** One way to a relay. */
export type RelayPath = typeof RELAY_PATHS[number];

/** A way to a server that networks treat differently. */
export type ServerPath = "stun" | RelayPath;

/**
 * Picks the servers that are reached in one way, and leaves only that way.
 *
 * @returns None where the site has no such server.
 */
export function serversFor(
  kind: ServerPath,
  servers: readonly IceServer[],
): IceServer[] {
  return servers.flatMap((server) => {
    const urls = [server.urls].flat().filter((url) => kindOf(url) === kind);
    return urls.length > 0 ? [{ ...server, urls }] : [];
  });
}

function kindOf(url: string): ServerPath | null {
  if (/^stuns?:/.test(url)) return "stun";
  if (url.startsWith("turns:")) return "turn-tls";
  if (!url.startsWith("turn:")) return null;
  return /[?&]transport=tcp\b/.test(url) ? "turn-tcp" : "turn-udp";
}
