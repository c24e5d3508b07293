/**
 * Trying the dashboard's password.
 *
 * @module
 */

import type { RateLimiter } from "@/lib/safety/rate_limit.ts";
import { isSameSecret } from "./constant_time.ts";

/** What came of a try. */
export type SignInResult =
  | { isSignedIn: true }
  /** The password is another one. */
  | { isSignedIn: false; waitSeconds: 0 }
  /** Too many tries: the password was not compared. */
  | { isSignedIn: false; waitSeconds: number };

/** What a try needs. */
export interface SignInDeps {
  /** Counts the tries of each client. */
  limiter: RateLimiter;
  /** The client's address. */
  client: string;
  /** The password that opens. */
  adminPassword: string;
}

/** Tries a password, unless this client has tried too often. */
export function trySignIn(
  password: string,
  { limiter, client, adminPassword }: SignInDeps,
): SignInResult {
  const waitSeconds = Math.ceil(limiter.take(client));
  if (waitSeconds > 0) return { isSignedIn: false, waitSeconds };
  return isSameSecret(password, adminPassword)
    ? { isSignedIn: true }
    : { isSignedIn: false, waitSeconds: 0 };
}
