/**
 * The dashboard's password, as a hash that is slow to guess.
 *
 * `ADMIN_PASSWORD` may be plain, or a line that {@link hashPassword} made. A
 * plain one is hashed as well: each guess through the door then costs a core
 * for a moment, and what is derived from the hash may be kept in the store,
 * where a quick hash would let a copied database be searched for the password.
 *
 * @module
 */

import {
  createHmac,
  randomBytes,
  scrypt,
  scryptSync,
  timingSafeEqual,
} from "node:crypto";

/** How much work a guess is: `N` and `p` of scrypt, whose `r` is 8. */
export interface HashCost {
  /** Memory, as a power of two: 1 KiB each. */
  n: number;
  /** Rounds. */
  p: number;
}

/**
 * Source: OWASP Password Storage Cheat Sheet, scrypt; 32 MiB and some tenths
 * of a second here.
 */
export const HASH_COST: HashCost = { n: 2 ** 15, p: 3 };

const BLOCK_SIZE = 8;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** More than this is no cost of ours, but a way to stop the process. */
const MAX_COST: HashCost = { n: 2 ** 20, p: 16 };

const LINE = /^scrypt\$(\d{1,7})\$(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/;

/** What a hash is made of. */
interface HashParts {
  key: Uint8Array;
  salt: Uint8Array;
  cost: HashCost;
}

function scryptOptions({ n, p }: HashCost) {
  return { N: n, r: BLOCK_SIZE, p, maxmem: 256 * n * BLOCK_SIZE };
}

function derive(
  password: string,
  salt: Uint8Array,
  cost: HashCost,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) =>
    scrypt(password, salt, KEY_BYTES, scryptOptions(cost), (error, key) => {
      if (error) reject(error);
      else resolve(key);
    })
  );
}

/**
 * Writes a password as a line that may be stored.
 *
 * @returns `scrypt$n$p$salt$key`, both in base64url.
 */
export function hashPassword(
  password: string,
  cost: HashCost = HASH_COST,
): string {
  const salt = randomBytes(SALT_BYTES);
  const key = scryptSync(password, salt, KEY_BYTES, scryptOptions(cost));
  const texts = [salt, key].map((bytes) => bytes.toString("base64url"));
  return ["scrypt", cost.n, cost.p, ...texts].join("$");
}

/** Says whether a text is a line of {@link hashPassword} and no password. */
export function isPasswordHash(text: string): boolean {
  return parseLine(text) !== null;
}

function parseLine(text: string): HashParts | null {
  const [, n, p, salt, key] = LINE.exec(text) ?? [];
  if (salt === undefined || key === undefined) return null;
  const cost = { n: Number(n), p: Number(p) };
  const isPowerOfTwo = Number.isInteger(Math.log2(cost.n)) && cost.n > 1;
  if (!isPowerOfTwo || cost.n > MAX_COST.n) return null;
  if (cost.p < 1 || cost.p > MAX_COST.p) return null;
  const [saltBytes, keyBytes] = [salt, key]
    .map((one) => Uint8Array.fromBase64(one, { alphabet: "base64url" }));
  return { key: keyBytes!, salt: saltBytes!, cost };
}

/** The hash of one password. */
export class PasswordHash {
  readonly #parts: HashParts;
  /** Changes with the password, and tells nothing of it without the secret. */
  readonly tag: string;

  private constructor(parts: HashParts, secret: string) {
    this.#parts = parts;
    this.tag = createHmac("sha256", secret).update(parts.key)
      .digest("base64url");
  }

  /**
   * Takes the setting: a password, or the line of one. The salt of a password
   * comes from the secret, so that each process of a site, and each start,
   * arrives at one hash.
   */
  static async of(
    setting: string,
    secret: string,
    cost: HashCost = HASH_COST,
  ): Promise<PasswordHash> {
    const parts = parseLine(setting);
    if (parts !== null) return new PasswordHash(parts, secret);
    const salt = createHmac("sha256", secret).update("admin-salt").digest();
    const key = await derive(setting, salt, cost);
    return new PasswordHash({ key, salt, cost }, secret);
  }

  /** Says whether a guess is the password, in a time that tells nothing. */
  async matches(guess: string): Promise<boolean> {
    const { key, salt, cost } = this.#parts;
    return timingSafeEqual(await derive(guess, salt, cost), key);
  }
}
