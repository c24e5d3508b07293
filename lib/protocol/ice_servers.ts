/**
 * The STUN and TURN servers that help two browsers find each other.
 *
 * @module
 */

import * as z from "zod/mini";
import type { Schema } from "./schema.ts";

/** One server, as `RTCPeerConnection` takes it. */
export interface IceServer {
  /** Addresses: `stun:`, `turn:` or `turns:`. */
  urls: string | string[];
  /** Name to sign in with, on TURN servers. */
  username?: string;
  /** Password to sign in with, on TURN servers. */
  credential?: string;
}

/** Which servers to use, and for how long. */
export interface IceConfig {
  /** The servers; none where there are none to be had. */
  readonly iceServers: IceServer[];
  /** How long their credentials hold, seconds. */
  readonly ttlSeconds: number;
}

/** Parses the answer of `GET ice-servers`. */
export const iceConfigSchema: Schema<IceConfig> = z.pipe(
  z.object({
    iceServers: z.array(z.object({
      urls: z.union([z.string(), z.array(z.string())]),
      username: z.exactOptional(z.string()),
      credential: z.exactOptional(z.string()),
    })),
    ttl: z.number().check(z.positive()),
  }),
  z.transform(({ iceServers, ttl }) => ({ iceServers, ttlSeconds: ttl })),
);
