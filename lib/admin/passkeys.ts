/**
 * The passkeys of admins.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import { adminKeys } from "./keys.ts";

/** One passkey. */
export interface Passkey {
  /** Its id, base64url; its authenticator chose it. */
  id: string;
  /** Its public key, COSE. */
  publicKey: Uint8Array<ArrayBuffer>;
  /** How often it was used, by its own account; 0 where it does not count. */
  counter: number;
  /** How it can be reached. */
  transports: string[];
  /** Host it is for; no browser shows it to another one. */
  rpId: string;
  /** What its owner calls it. */
  name: string;
  /** When it was added, Unix milliseconds. */
  createdAt: number;
  /** When it last opened the door, Unix milliseconds; `null`: never. */
  usedAt: number | null;
}

/** More than anybody needs; each is listed at every sign-in. */
export const MAX_PASSKEYS = 20;

/** Keeps passkeys. */
export class Passkeys {
  readonly #store: Store;

  /** Works on the passkeys of a store. */
  constructor(store: Store) {
    this.#store = store;
  }

  /** Lists all of them, the oldest first. */
  async list(): Promise<Passkey[]> {
    const listing = this.#store.list<Passkey>({ prefix: adminKeys.passkeys() });
    const passkeys = await Array.fromAsync(listing, ({ value }) => value);
    return passkeys.sort((a, b) => a.createdAt - b.createdAt);
  }

  /**
   * Adds one.
   *
   * @returns `false` where it is there already, or there are too many.
   */
  async add(passkey: Passkey): Promise<boolean> {
    if ((await this.list()).length >= MAX_PASSKEYS) return false;
    const key = adminKeys.passkey(passkey.id);
    const { ok } = await this.#store.commit({
      checks: [{ key, versionstamp: null }],
      mutations: [{ type: "set", key, value: passkey }],
    });
    return ok;
  }

  /** Finds one; `null` where there is none. */
  async get(id: string): Promise<Passkey | null> {
    return (await this.#store.get<Passkey>(adminKeys.passkey(id))).value;
  }

  /**
   * Takes note of a use.
   *
   * @returns `false` where it was removed or used meanwhile.
   */
  async noteUse(
    id: string,
    { counter, usedAt }: { counter: number; usedAt: number },
  ): Promise<boolean> {
    const key = adminKeys.passkey(id);
    const entry = await this.#store.get<Passkey>(key);
    if (entry.value === null) return false;
    const value = { ...entry.value, counter, usedAt };
    const { ok } = await this.#store.commit({
      checks: [entry],
      mutations: [{ type: "set", key, value }],
    });
    return ok;
  }

  /** Removes one; `null` where there was none. */
  async remove(id: string): Promise<Passkey | null> {
    const key = adminKeys.passkey(id);
    const entry = await this.#store.get<Passkey>(key);
    if (entry.value === null) return null;
    await this.#store.commit({ mutations: [{ type: "delete", key }] });
    return entry.value;
  }
}
