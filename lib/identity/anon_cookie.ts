/**
 * The signed cookie that makes a browser one visitor for 30 days.
 *
 * @module
 */

import { parseCookie, stringifySetCookie } from "cookie";
import { LRUCache } from "lru-cache";
import { orderedId } from "./ordered_id.ts";
import { type TokenContent, TokenSigner } from "./signed_token.ts";

const NAME = "anon";
const LIFE_SECONDS = 30 * 24 * 3600;

/** How many verified cookies are remembered, so that a poll costs no HMAC. */
const MAX_REMEMBERED = 20_000;

/** Values of one header that are looked at; no browser keeps so many. */
const MAX_CHECKED = 200;

/** Issues and recognizes visitors' cookies. */
export class AnonCookies {
  readonly #signer: TokenSigner;
  readonly #verified = new LRUCache<string, TokenContent>({
    max: MAX_REMEMBERED,
  });

  /**
   * Makes an issuer that has verified no cookie yet.
   *
   * @param secret Key of the signature.
   */
  constructor(secret: string) {
    this.#signer = new TokenSigner(secret, "anon");
  }

  /**
   * Tells who a request comes from. Of several cookies of this name the first
   * valid one counts: one that another path or domain set may come before it.
   *
   * @param cookieHeader The request's `Cookie` header.
   * @param now Current time, Unix milliseconds.
   * @returns The visitor's id; `null` without a valid, unexpired cookie.
   */
  identify(cookieHeader: string | null, now: number): string | null {
    if (cookieHeader === null) return null;
    let checked = 0;
    // A value without a meaning is passed over for the next of its name.
    const decode = (token: string) =>
      checked++ < MAX_CHECKED ? this.#idIn(token, now) : undefined;
    return parseCookie(cookieHeader, { decode })[NAME] ?? null;
  }

  /** Makes a new visitor's `Set-Cookie` value. */
  issue(now: number, isSecure: boolean): string {
    // As the token will say it: whole seconds.
    const issuedAt = Math.floor(now / 1000) * 1000;
    const expiresAt = issuedAt + LIFE_SECONDS * 1000;
    const content = { id: orderedId(now), expiresAt };
    const token = this.#signer.sign(content);
    this.#verified.set(token, content);
    return stringifySetCookie({
      name: NAME,
      value: token,
      path: "/",
      maxAge: LIFE_SECONDS,
      sameSite: "lax",
      httpOnly: true,
      secure: isSecure,
    });
  }

  #idIn(token: string, now: number): string | undefined {
    const content = this.#verified.get(token) ?? this.#verify(token, now);
    return content !== null && content.expiresAt > now ? content.id : undefined;
  }

  #verify(token: string, now: number): TokenContent | null {
    const content = this.#signer.verify(token, now);
    if (content !== null) this.#verified.set(token, content);
    return content;
  }
}
