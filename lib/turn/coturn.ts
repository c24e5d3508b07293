/**
 * Credentials for relays of one's own, by coturn's REST scheme: the name says
 * until when it is good, the password proves that the site wrote it. The relay
 * needs nothing but the shared secret to check them.
 *
 * Source: draft-uberti-behave-turn-rest-00; coturn's `use-auth-secret`.
 *
 * @module
 */

import { createHmac } from "node:crypto";
import type { Clock } from "@/lib/clock.ts";
import type { TurnGrant, TurnProvider } from "./grant.ts";
import type { TurnSettings } from "./settings.ts";

/**
 * How long credentials hold, seconds. A browser takes new ones at half of it,
 * so that what a call begins with is good for three hours.
 */
const COTURN_TTL_SECONDS = 6 * 3600;

/** A name and its password. */
export interface CoturnCredentials {
  /** `expiry:user`; the expiry in Unix seconds. */
  readonly username: string;
  /** Base64 of the HMAC-SHA-1 of the name. */
  readonly credential: string;
}

/**
 * Signs a name.
 *
 * @param secret What site and relay share.
 * @param user Whom the relay counts the use for.
 * @param expiresAt Until when it is good, Unix milliseconds.
 */
export function signCoturn(
  secret: string,
  { user, expiresAt }: { user: string; expiresAt: number },
): CoturnCredentials {
  const username = `${Math.floor(expiresAt / 1000)}:${user}`;
  const credential = createHmac("sha1", secret).update(username)
    .digest("base64");
  return { username, credential };
}

/** Makes the provider of relays of one's own; it never fails. */
export function coturnProvider(
  { urls, secret }: Extract<TurnSettings, { provider: "coturn" }>,
  now: Clock,
): TurnProvider {
  const expanded = urls.flatMap(withTransports);
  return {
    failureCount: 0,
    grant(user): Promise<TurnGrant> {
      const expiresAt = now() + COTURN_TTL_SECONDS * 1000;
      const credentials = signCoturn(secret, { user, expiresAt });
      return Promise.resolve({
        iceServers: [{ urls: expanded, ...credentials }],
        expiresAt,
      });
    },
  };
}

/**
 * Spells out what an address without a transport stands for: to a browser it
 * means UDP alone, and networks that block UDP are what relays are for.
 */
export function withTransports(url: string): string[] {
  if (url.includes("?transport=")) return [url];
  return url.startsWith("turns:")
    ? [`${url}?transport=tcp`]
    : [`${url}?transport=udp`, `${url}?transport=tcp`];
}
