/**
 * The signed cookie that makes a browser one visitor for 30 days.
 *
 * @module
 */

import { parseCookie, stringifySetCookie } from "cookie";
import { RecentlyUsed } from "@/lib/recently_used.ts";
import { orderedId } from "./ordered_id.ts";
import { type TokenContent, TokenSigner } from "./signed_token.ts";

const NAME = "anon";
const LIFE_SECONDS = 30 * 24 * 3600;

/**
 * How many headers are remembered with what was found in them, so that a poll
 * costs neither an HMAC nor a look through the other cookies. Twice the visitors
 * that a server is made for at once; one takes up to 540 bytes (measured,
 * 2026-11-22).
 */
const MAX_REMEMBERED = 10_000;

/** Longer headers are not remembered: nobody shall fill the memory with them. */
const MAX_REMEMBERED_CHARS = 500;

/** Values of one header that are looked at; no browser keeps so many. */
const MAX_CHECKED = 200;

/** Issues and recognizes visitors' cookies. */
export class AnonCookies {
  readonly #signer: TokenSigner;
  readonly #found = new RecentlyUsed<TokenContent>(MAX_REMEMBERED);

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
    const known = this.#found.get(cookieHeader);
    if (known !== undefined && known.expiresAt > now) return known.id;
    return this.#find(cookieHeader, now)?.id ?? null;
  }

  /** Makes a new visitor's `Set-Cookie` value. */
  issue(now: number, isSecure: boolean): string {
    // As the token will say it: whole seconds.
    const issuedAt = Math.floor(now / 1000) * 1000;
    const expiresAt = issuedAt + LIFE_SECONDS * 1000;
    const content = { id: orderedId(now), expiresAt };
    const token = this.#signer.sign(content);
    // What a browser sends that has no other cookie.
    this.#found.set(`${NAME}=${token}`, content);
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

  #find(cookieHeader: string, now: number): TokenContent | null {
    const verified = new Map<string, TokenContent>();
    let checked = 0;
    // A value without a meaning is passed over for the next of its name.
    const decode = (token: string) => {
      if (checked++ >= MAX_CHECKED) return undefined;
      const content = this.#signer.verify(token, now);
      if (content === null) return undefined;
      verified.set(token, content);
      return token;
    };
    const token = parseCookie(cookieHeader, { decode })[NAME];
    const found = token === undefined ? undefined : verified.get(token);
    if (found !== undefined && cookieHeader.length <= MAX_REMEMBERED_CHARS) {
      this.#found.set(cookieHeader, found);
    }
    return found ?? null;
  }
}
