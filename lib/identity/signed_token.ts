/**
 * Tokens that carry an id and an expiry under a signature.
 *
 * Form: `id.expiresAt.signature`; `expiresAt` is Unix seconds in base 36, the
 * signature is HMAC-SHA-256 in base64url over purpose and both.
 *
 * @module
 */

import { createHmac, timingSafeEqual } from "node:crypto";

/** What a valid token says. */
export interface TokenContent {
  /** Who it is for. */
  id: string;
  /** Unix milliseconds after which it is worth nothing. */
  expiresAt: number;
}

const FORM = /^([A-Za-z0-9_-]{1,64})\.([0-9a-z]{1,9})\.([A-Za-z0-9_-]{43})$/;

/**
 * Signs and verifies the tokens of one purpose under one secret.
 *
 * @example
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { TokenSigner } from "@/lib/identity/signed_token.ts";
 *
 * const signer = new TokenSigner("a secret of the server", "vip");
 * const token = signer.sign({ id: "ada", expiresAt: 60_000 });
 * equal(signer.verify(token, 59_999)?.id, "ada");
 * equal(signer.verify(token, 60_000), null);
 * const other = new TokenSigner("a secret of the server", "admin");
 * equal(other.verify(token, 0), null);
 * ```
 */
export class TokenSigner {
  readonly #secret: string;
  readonly #purpose: string;

  /**
   * Makes a signer for one purpose.
   *
   * @param secret Key of the signature.
   * @param purpose What the tokens are for; one of another purpose does not verify.
   */
  constructor(secret: string, purpose: string) {
    this.#secret = secret;
    this.#purpose = purpose;
  }

  /**
   * Signs a token; its expiry is rounded down to a second.
   *
   * @throws {RangeError} When the id could not be read back.
   */
  sign({ id, expiresAt }: TokenContent): string {
    const body = `${id}.${Math.floor(expiresAt / 1000).toString(36)}`;
    const token = `${body}.${this.#signature(body)}`;
    if (!FORM.test(token)) {
      throw new RangeError(
        `Cannot sign a token as id must be 1 to 64 URL-safe characters: current value is "${id}"`,
      );
    }
    return token;
  }

  /**
   * Reads a token.
   *
   * @param now Current time, Unix milliseconds.
   * @returns What it says; `null` when it is forged, malformed or expired.
   */
  verify(token: string, now: number): TokenContent | null {
    const [, id, expiry, signature] = FORM.exec(token) ?? [];
    if (id === undefined || expiry === undefined || !signature) return null;
    const expected = this.#signature(`${id}.${expiry}`);
    if (!timingSafeEqual(bytes(signature), bytes(expected))) return null;
    const expiresAt = parseInt(expiry, 36) * 1000;
    return expiresAt > now ? { id, expiresAt } : null;
  }

  #signature(body: string): string {
    return createHmac("sha256", this.#secret)
      .update(`${this.#purpose}.${body}`).digest("base64url");
  }
}

const encoder = new TextEncoder();

function bytes(text: string): Uint8Array {
  return encoder.encode(text);
}
