/**
 * Addresses that an admin came from, so that strangers who guess cannot shut
 * the door on the one who has the key.
 *
 * @module
 */

import { createHmac } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import { adminKeys } from "./keys.ts";

/** How long an address is known after an admin was there, milliseconds. */
export const KNOWN_MS = 30 * 24 * 3_600_000;

/** An address that was written down within this time is not written again. */
const WRITE_EVERY_MS = 24 * 3_600_000;

const MAX_REMEMBERED = 1_000;

/** Knows them; the store has only their hashes. */
export class KnownAddresses {
  readonly #deps: { store: Store; now: Clock; secret: string };
  /** When this process wrote an address, Unix milliseconds. */
  readonly #writtenAt = new LRUCache<string, number>({ max: MAX_REMEMBERED });

  /**
   * Works on the addresses of a store.
   *
   * @param deps `secret` is the key of the hashes.
   */
  constructor(deps: { store: Store; now: Clock; secret: string }) {
    this.#deps = deps;
  }

  /** Names an address without telling it to whoever lacks the secret. */
  hashOf(address: string): string {
    return createHmac("sha256", this.#deps.secret)
      .update(`admin-address.${address}`).digest("base64url");
  }

  /** Says whether an admin was there in the last thirty days. */
  async has(address: string): Promise<boolean> {
    const { store, now } = this.#deps;
    const key = adminKeys.address(this.hashOf(address));
    const { value: seenAt } = await store.get<number>(key);
    return seenAt !== null && now() - seenAt < KNOWN_MS;
  }

  /** Takes note that an admin is there. */
  async note(address: string): Promise<void> {
    const { store, now } = this.#deps;
    const sinceMs = now() - (this.#writtenAt.get(address) ?? -Infinity);
    if (sinceMs >= 0 && sinceMs < WRITE_EVERY_MS) return;
    await store.commit({
      mutations: [{
        type: "set",
        key: adminKeys.address(this.hashOf(address)),
        value: now(),
        expireInMs: KNOWN_MS,
      }],
    });
    this.#writtenAt.set(address, now());
  }
}
