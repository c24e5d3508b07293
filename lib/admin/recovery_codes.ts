/**
 * Codes on paper, for the day the passkey is lost: each opens the door once, in
 * the place of a passkey.
 *
 * @module
 */

import { createHmac, randomBytes } from "node:crypto";
import { deleteKeys, keysIn } from "@/lib/kv/delete_keys.ts";
import type { Store } from "@/lib/kv/store.ts";
import { adminKeys } from "./keys.ts";

/** How many are made at once. */
export const CODE_COUNT = 10;

/** Of one code: more than anybody guesses at five tries a quarter of an hour. */
const CODE_BYTES = 10;

/** Crockford's base 32, which has no letters that look like digits. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTERS_A_GROUP = 4;

/** Makes, counts and uses the codes. The store has only their hashes. */
export class RecoveryCodes {
  readonly #store: Store;
  readonly #secret: string;

  /**
   * Works on the codes of a store.
   *
   * @param secret Key of the hashes.
   */
  constructor(store: Store, secret: string) {
    this.#store = store;
    this.#secret = secret;
  }

  /** Makes new codes in the place of all earlier ones. */
  async renew(): Promise<string[]> {
    await this.clear();
    const codes = Array.from({ length: CODE_COUNT }, makeCode);
    await this.#store.commit({
      mutations: codes.map((code) => ({
        type: "set",
        key: adminKeys.recoveryCode(this.#hash(code)),
        value: 1,
      })),
    });
    return codes;
  }

  /** Uses a code up; of two who use it at once, one does. */
  async use(typed: string): Promise<boolean> {
    const key = adminKeys.recoveryCode(this.#hash(typed));
    const entry = await this.#store.get(key);
    if (entry.versionstamp === null) return false;
    const { ok } = await this.#store.commit({
      checks: [entry],
      mutations: [{ type: "delete", key }],
    });
    return ok;
  }

  /** Counts the codes that are left. */
  async count(): Promise<number> {
    return (await Array.fromAsync(this.#keys())).length;
  }

  /** Deletes all codes. */
  async clear(): Promise<void> {
    await deleteKeys(this.#store, this.#keys());
  }

  #keys(): AsyncGenerator<Deno.KvKey> {
    return keysIn(this.#store, { prefix: adminKeys.recoveryCodes() });
  }

  #hash(code: string): string {
    return createHmac("sha256", this.#secret)
      .update(`admin-recovery-code.${plain(code)}`).digest("base64url");
  }
}

/** A code as it is typed may be in small letters, and grouped in any way. */
function plain(code: string): string {
  return code.toUpperCase().replace(/[\s-]/g, "")
    .replaceAll("O", "0").replace(/[IL]/g, "1");
}

/** 80 random bits in four groups of four letters. */
function makeCode(): string {
  let bits = 0n;
  for (const byte of randomBytes(CODE_BYTES)) bits = bits << 8n | BigInt(byte);
  const letters = Array.from(
    { length: CODE_BYTES * 8 / 5 },
    (_, i) => LETTERS[Number(bits >> BigInt(5 * i) & 31n)],
  ).join("");
  return letters.match(new RegExp(`.{${LETTERS_A_GROUP}}`, "g"))!.join("-");
}
