/**
 * What is known of the client behind a request.
 *
 * Forwarding headers are believed only from a trusted proxy: anybody can send
 * them.
 *
 * @module
 */

import type { Context } from "fresh";

/** What the state of a request must say for its client to be told. */
export interface ClientState {
  /** What the process runs with. */
  readonly services: {
    readonly config: {
      /** Addresses of proxies that are believed, or `any`. */
      readonly trustedProxies: readonly string[];
    };
  };
}

/** What is looked at of a request. */
export type ClientContext = Pick<
  Context<ClientState>,
  "req" | "url" | "info" | "state"
>;

/** Headers in which platforms tell the visitor's country, most common first. */
const COUNTRY_HEADERS = [
  "cf-ipcountry",
  "x-vercel-ip-country",
  "x-appengine-country",
  "x-country-code",
];

function peerAddress(ctx: ClientContext): string {
  const address = ctx.info.remoteAddr;
  return "hostname" in address ? address.hostname : "";
}

function isBehindTrustedProxy(ctx: ClientContext): boolean {
  const { trustedProxies } = ctx.state.services.config;
  return trustedProxies.length > 0 &&
    (trustedProxies.includes("any") ||
      trustedProxies.includes(peerAddress(ctx)));
}

/**
 * Tells the address of the client, for rate limits in memory; it is never
 * stored. Of a forwarding chain the last entry counts, the only one that the
 * trusted proxy wrote itself.
 */
export function clientAddress(ctx: ClientContext): string {
  const forwarded = isBehindTrustedProxy(ctx)
    ? ctx.req.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim()
    : undefined;
  return forwarded || peerAddress(ctx);
}

/** Says whether an address is this machine's own. */
export function isLoopback(address: string): boolean {
  return address === "::1" || address === "localhost" ||
    address.startsWith("127.") || address.startsWith("::ffff:127.");
}

/** Says whether the client's own connection is https. */
export function isHttps(ctx: ClientContext): boolean {
  if (ctx.url.protocol === "https:") return true;
  return isBehindTrustedProxy(ctx) &&
    ctx.req.headers.get("x-forwarded-proto") === "https";
}

/** The country the platform sees the client in; `XX` when nobody says. */
export function platformCountry(ctx: ClientContext): string {
  if (!isBehindTrustedProxy(ctx)) return "XX";
  for (const name of COUNTRY_HEADERS) {
    const value = ctx.req.headers.get(name)?.toUpperCase();
    if (value !== undefined && /^[A-Z]{2}$/.test(value)) return value;
  }
  return "XX";
}
