/**
 * The STUN and TURN servers that this browser is willing to ask.
 *
 * Some browsers throw at a connection with a server they refuse, Firefox at one
 * behind a port that it blocks: one wrong address would prevent every call.
 *
 * @module
 */

import type { IceServer } from "@/lib/protocol/ice_servers.ts";
import type { SignalingClient } from "./rest_client.ts";

/** Says whether the browser makes a connection with these servers. */
export type TakesServers = (iceServers: IceServer[]) => boolean;

/**
 * Leaves out what the browser refuses, address by address.
 *
 * @returns `servers` itself where nothing is refused.
 */
export function usableServers(
  servers: IceServer[],
  takes: TakesServers,
): IceServer[] {
  if (takes(servers)) return servers;
  return servers.flatMap((server) => {
    const urls = [server.urls].flat().filter((url) =>
      takes([{ ...server, urls: [url] }])
    );
    return urls.length > 0 ? [{ ...server, urls }] : [];
  });
}

/** Lets a client tell of no other servers than these. */
export function withUsableServers(
  client: SignalingClient,
  takes: TakesServers,
): SignalingClient {
  return {
    ...client,
    async iceServers(options) {
      const config = await client.iceServers(options);
      const iceServers = usableServers(config.iceServers, takes);
      return { ...config, iceServers };
    },
  };
}

/**
 * Asks a browser by making connections that are closed at once.
 *
 * @param createConnection Makes one, and throws at servers that it refuses.
 */
export function takesServers(
  createConnection: (config: RTCConfiguration) => RTCPeerConnection,
): TakesServers {
  return (iceServers) => {
    try {
      createConnection({ iceServers }).close();
      return true;
    } catch {
      return false;
    }
  };
}
