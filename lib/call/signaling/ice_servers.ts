/**
 * The STUN and TURN servers, fetched ahead of need and again before their
 * credentials run out.
 *
 * @module
 */

import type { IceConfig } from "@/lib/protocol/ice_servers.ts";
import type { SignalingClient } from "./rest_client.ts";
import type { Timers } from "../timers.ts";

/** Keeps the newest list of servers at hand. */
export class IceServerCache {
  readonly #client: SignalingClient;
  readonly #timers: Timers;
  #config: Promise<IceConfig> | null = null;
  #freshUntilMs = 0;

  /** Makes an empty cache. */
  constructor(client: SignalingClient, timers: Timers) {
    this.#client = client;
    this.#timers = timers;
  }

  /**
   * Gives the servers, usually without waiting.
   *
   * @returns The servers, or none when the server does not answer: a call within
   * one network works without them, any other fails with a reason of its own.
   */
  async get(): Promise<RTCIceServer[]> {
    return await this.newest() ?? [];
  }

  /** Gives the servers with credentials that last; `null` when there are none. */
  async newest(): Promise<RTCIceServer[] | null> {
    const isStale = this.#timers.nowMs() >= this.#freshUntilMs;
    if (!this.#config || isStale) {
      this.#freshUntilMs = Infinity;
      this.#config = this.#fetch();
    }
    try {
      return (await this.#config).iceServers;
    } catch {
      this.#config = null;
      return null;
    }
  }

  async #fetch(): Promise<IceConfig> {
    const config = await this.#client.iceServers({ attempts: 2 });
    // Half the life time: a call begun now must not outlive its credentials.
    this.#freshUntilMs = this.#timers.nowMs() + config.ttlSeconds * 500;
    return config;
  }
}
