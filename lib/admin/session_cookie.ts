/**
 * The cookie that carries an admin's session.
 *
 * @module
 */

import { parseCookie, stringifySetCookie } from "cookie";
import { TokenSigner } from "@/lib/identity/signed_token.ts";

const NAME = "admin";

/**
 * How long a session lasts however much it is used, seconds. The store ends an
 * idle one much earlier.
 */
const MAX_AGE_SECONDS = 7 * 24 * 3600;

/**
 * Writes and reads the cookie. It is signed, so that a made-up one is refused
 * without a look into the store.
 */
export class SessionCookie {
  readonly #signer: TokenSigner;

  /**
   * Makes the cookies of one site.
   *
   * @param secret Key of the signature.
   */
  constructor(secret: string) {
    this.#signer = new TokenSigner(secret, "admin-session");
  }

  /**
   * Finds the token of a session in a `Cookie` header.
   *
   * @param now Current time, Unix milliseconds.
   * @returns `null` when there is none, or a forged one.
   */
  read(cookieHeader: string | null, now: number): string | null {
    const value = parseCookie(cookieHeader ?? "")[NAME];
    return value === undefined
      ? null
      : this.#signer.verify(value, now)?.id ?? null;
  }

  /**
   * Writes the value of a `Set-Cookie` header.
   *
   * @param token Token of the session.
   * @param options `now` in Unix milliseconds; `isSecure` for https only.
   */
  write(
    token: string,
    { now, isSecure }: { now: number; isSecure: boolean },
  ): string {
    const expiresAt = now + MAX_AGE_SECONDS * 1000;
    return setCookie({
      value: this.#signer.sign({ id: token, expiresAt }),
      maxAge: MAX_AGE_SECONDS,
      isSecure,
    });
  }

  /** Writes the value of a `Set-Cookie` header that removes the cookie. */
  remove(isSecure: boolean): string {
    return setCookie({ value: "", maxAge: 0, isSecure });
  }
}

function setCookie(
  { value, maxAge, isSecure }: {
    value: string;
    maxAge: number;
    isSecure: boolean;
  },
): string {
  return stringifySetCookie({
    name: NAME,
    value,
    maxAge,
    path: "/",
    sameSite: "strict",
    httpOnly: true,
    secure: isSecure,
  });
}
