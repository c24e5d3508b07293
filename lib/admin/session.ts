/**
 * The signed cookie of an admin who gave the password.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { parseCookie, type SetCookie, stringifySetCookie } from "cookie";
import { TokenSigner } from "@/lib/identity/signed_token.ts";

const NAME = "admin";
const ID = "admin";

/** Life of a session in seconds: a working day. */
export const SESSION_SECONDS = 12 * 3600;

/** The settings that sign a session: when one changes, every session ends. */
export interface SessionSecrets {
  /** Key of the signature. */
  anonSecret: string;
  /** Password of the dashboard; a new one ends every session. */
  adminPassword: string;
}

/**
 * The password is part of the purpose, so that changing it after a leak signs
 * everybody out. Its hash is used, as a purpose is not kept secret.
 */
function signerFor({ anonSecret, adminPassword }: SessionSecrets): TokenSigner {
  const hash = createHash("sha256").update(adminPassword).digest("base64url");
  return new TokenSigner(anonSecret, `admin.${hash}`);
}

/**
 * Says whether a request comes from a signed-in admin.
 *
 * @param cookieHeader The request's `Cookie` header.
 * @param secrets Settings the session was signed with.
 * @param now Current time, Unix milliseconds.
 */
export function hasSession(
  cookieHeader: string | null,
  secrets: SessionSecrets,
  now: number,
): boolean {
  const token = parseCookie(cookieHeader ?? "")[NAME];
  return token !== undefined &&
    signerFor(secrets).verify(token, now)?.id === ID;
}

/**
 * Opens a session.
 *
 * @param secrets Settings to sign with.
 * @param options `now` in Unix milliseconds; `isSecure` for https only.
 * @returns The value of a `Set-Cookie` header.
 */
export function openSession(
  secrets: SessionSecrets,
  { now, isSecure }: { now: number; isSecure: boolean },
): string {
  const expiresAt = now + SESSION_SECONDS * 1000;
  return stringifySetCookie({
    ...attributes(isSecure),
    value: signerFor(secrets).sign({ id: ID, expiresAt }),
    maxAge: SESSION_SECONDS,
  });
}

/**
 * Ends a session in this browser.
 *
 * @returns The value of a `Set-Cookie` header.
 */
export function closeSession(isSecure: boolean): string {
  return stringifySetCookie({ ...attributes(isSecure), value: "", maxAge: 0 });
}

function attributes(isSecure: boolean): Omit<SetCookie, "value"> {
  return {
    name: NAME,
    path: "/",
    sameSite: "strict",
    httpOnly: true,
    secure: isSecure,
  };
}
