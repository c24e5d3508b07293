/**
 * The signed cookie that makes a browser one visitor for 30 days.
 *
 * @module
 */

import { readCookie, writeCookie } from "@/lib/http/cookies.ts";
import { orderedId } from "./ordered_id.ts";
import { type TokenContent, TokenSigner } from "./signed_token.ts";

const NAME = "anon";
const LIFE_SECONDS = 30 * 24 * 3600;

/** How many verified cookies are remembered, so that a poll costs no HMAC. */
const MAX_REMEMBERED = 20_000;

/** Issues and recognises visitors' cookies. */
export class AnonCookies {
  readonly #signer: TokenSigner;
  readonly #verified = new Map<string, TokenContent>();

  /**
   * Makes an issuer that has verified no cookie yet.
   *
   * @param secret Key of the signature.
   */
  constructor(secret: string) {
    this.#signer = new TokenSigner(secret, "anon");
  }

  /**
   * Tells who a request comes from.
   *
   * @param cookieHeader The request's `Cookie` header.
   * @param now Current time, Unix milliseconds.
   * @returns The visitor's id; `null` without a valid, unexpired cookie.
   */
  identify(cookieHeader: string | null, now: number): string | null {
    const token = readCookie(cookieHeader, NAME);
    if (token === null) return null;
    const known = this.#verified.get(token) ?? this.#verify(token, now);
    return known !== null && known.expiresAt > now ? known.id : null;
  }

  /** Makes a new visitor's `Set-Cookie` value. */
  issue(now: number, isSecure: boolean): string {
    // As the token will say it: whole seconds.
    const issuedAt = Math.floor(now / 1000) * 1000;
    const expiresAt = issuedAt + LIFE_SECONDS * 1000;
    const content = { id: orderedId(now), expiresAt };
    const token = this.#signer.sign(content);
    this.#remember(token, content);
    return writeCookie(NAME, token, {
      maxAgeSeconds: LIFE_SECONDS,
      isSecure,
    });
  }

  #verify(token: string, now: number): TokenContent | null {
    const content = this.#signer.verify(token, now);
    if (content !== null) this.#remember(token, content);
    return content;
  }

  #remember(token: string, content: TokenContent): void {
    if (this.#verified.size >= MAX_REMEMBERED) this.#verified.clear();
    this.#verified.set(token, content);
  }
}
