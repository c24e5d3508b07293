/**
 * Relays that somebody else runs: credentials come from the provider's API.
 * One grant serves all visitors, is renewed at half its life, and when the
 * provider fails, calls go on with what is left, or without relays.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Log } from "@/lib/log.ts";
import type { TurnGrant, TurnProvider } from "./grant.ts";

/**
 * How long credentials are asked for, seconds. A visitor gets at least half of
 * it, and calls begin in the first half of that: three hours remain.
 */
export const HOSTED_TTL_SECONDS = 12 * 3600;

/** How long a provider that failed is left alone, milliseconds. */
export const RETRY_MS = 30_000;

/** What asking a provider needs. */
export interface HostedDeps {
  /** Asks the provider for a grant; rejects when there is none. */
  readonly request: () => Promise<TurnGrant>;
  /** Tells the time. */
  readonly now: Clock;
  /** Prints. */
  readonly log: Log;
}

/** Keeps a provider's newest grant. */
export class HostedProvider implements TurnProvider {
  readonly #deps: HostedDeps;
  #grant: TurnGrant | null = null;
  /** When to ask again, Unix milliseconds. */
  #renewAt = 0;
  #renewal: Promise<void> | null = null;
  #failureCount = 0;

  /** Makes a keeper without a grant. */
  constructor(deps: HostedDeps) {
    this.#deps = deps;
  }

  /** Requests that failed. */
  get failureCount(): number {
    return this.#failureCount;
  }

  /** Gives the grant; only who comes when there is none waits for the API. */
  async grant(): Promise<TurnGrant | null> {
    if (this.#deps.now() >= this.#renewAt) {
      this.#renewal ??= this.#renew().finally(() => this.#renewal = null);
    }
    if (this.#usable === null) await this.#renewal;
    return this.#usable;
  }

  get #usable(): TurnGrant | null {
    const grant = this.#grant;
    return grant !== null && grant.expiresAt > this.#deps.now() ? grant : null;
  }

  async #renew(): Promise<void> {
    const { request, now, log } = this.#deps;
    try {
      const grant = await request();
      this.#grant = grant;
      this.#renewAt = now() + (grant.expiresAt - now()) / 2;
    } catch (error) {
      this.#failureCount++;
      this.#renewAt = now() + RETRY_MS;
      log.warn("no relay credentials from the provider", {
        hasOlder: this.#usable !== null,
        error,
      });
    }
  }
}
