/**
 * Leave to use relays for a while, and who gives it.
 *
 * @module
 */

import type { IceServer } from "@/lib/protocol/ice_servers.ts";

/** Relays with the credentials to use them. */
export interface TurnGrant {
  /** The relays, as `RTCPeerConnection` takes them. */
  readonly iceServers: readonly IceServer[];
  /** When the credentials run out, Unix milliseconds. */
  readonly expiresAt: number;
}

/** Makes grants. */
export interface TurnProvider {
  /** Grants that it could not get. */
  readonly failureCount: number;
  /**
   * Makes a grant.
   *
   * @param user Who it is for, where the provider counts use by name.
   * @returns `null` when none is to be had at the moment.
   */
  grant(user: string): Promise<TurnGrant | null>;
}
