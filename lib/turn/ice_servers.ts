/**
 * The list of STUN and TURN servers that a visitor gets.
 *
 * @module
 */

import { createHmac } from "node:crypto";
import type { Clock } from "@/lib/clock.ts";
import type { Log } from "@/lib/log.ts";
import type { IceConfig, IceServer } from "@/lib/protocol/ice_servers.ts";
import { coturnProvider } from "./coturn.ts";
import type { TurnProvider } from "./grant.ts";
import { HostedProvider } from "./hosted.ts";
import { type Fetch, requestGrant } from "./provider_api.ts";
import type { IceSettings, TurnSettings } from "./settings.ts";

/** How long a list without credentials may be kept, seconds. */
const STUN_TTL_SECONDS = 3600;

/** How long a list may be kept that should have relays and has none, seconds. */
const NO_RELAY_TTL_SECONDS = 60;

/** What handing out servers needs. */
export interface IceServersDeps {
  /** Which servers there are. */
  readonly settings: IceSettings;
  /** Key under which visitors' names are scrambled for the relays. */
  readonly userKey: string;
  /** Tells the time. */
  readonly now: Clock;
  /** Prints. */
  readonly log: Log;
  /** Asks providers. */
  readonly fetch: Fetch;
}

/** Hands out servers. */
export class IceServers {
  readonly #deps: IceServersDeps;
  readonly #stun: IceServer[];
  readonly #provider: TurnProvider | null;

  /** Makes one that has asked no provider yet. */
  constructor(deps: IceServersDeps) {
    this.#deps = deps;
    const { stunUrls, turn } = deps.settings;
    this.#stun = stunUrls.length > 0 ? [{ urls: [...stunUrls] }] : [];
    this.#provider = turn === null ? null : providerOf(turn, deps);
  }

  /** Whether the site has relays, working or not. */
  get hasRelays(): boolean {
    return this.#provider !== null;
  }

  /** How often a provider gave no credentials when asked. */
  get failureCount(): number {
    return this.#provider?.failureCount ?? 0;
  }

  /**
   * Lists the servers, with credentials for one visitor.
   *
   * @param visitor Who asks: their id, or their address when they have none.
   * It never leaves the server: a relay sees a keyed hash of it, which is
   * enough to count what one visitor uses.
   */
  async listFor(visitor: string): Promise<IceConfig> {
    if (this.#provider === null) {
      return { iceServers: this.#stun, ttlSeconds: STUN_TTL_SECONDS };
    }
    const grant = await this.#provider.grant(this.#nameOf(visitor));
    if (grant === null) {
      return { iceServers: this.#stun, ttlSeconds: NO_RELAY_TTL_SECONDS };
    }
    const leftMs = grant.expiresAt - this.#deps.now();
    return {
      iceServers: [...this.#stun, ...grant.iceServers],
      ttlSeconds: Math.max(1, Math.floor(leftMs / 1000)),
    };
  }

  #nameOf(visitor: string): string {
    return createHmac("sha256", this.#deps.userKey)
      .update(`turn.${visitor}`).digest("base64url").slice(0, 16);
  }
}

function providerOf(
  settings: TurnSettings,
  { now, log, fetch }: IceServersDeps,
): TurnProvider {
  if (settings.provider === "coturn") return coturnProvider(settings, now);
  return new HostedProvider({
    request: () => requestGrant(settings, { fetch, now }),
    now,
    log,
  });
}
