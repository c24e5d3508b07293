/**
 * What is known of the client behind a request.
 *
 * Forwarding headers are believed only from a trusted proxy: anybody can send
 * them.
 *
 * @module
 */

import type { Context } from "fresh";
import { aboutAddress, type AddressSet } from "./address.ts";

/** What the state of a request must say for its client to be told. */
export interface ClientState {
  /** What the process runs with. */
  readonly services: {
    readonly config: {
      /** Proxies that are believed. */
      readonly trustedProxies: AddressSet;
      /** Whether this is a production run. */
      readonly isProduction: boolean;
    };
  };
}

/** What is looked at of a request. */
export type ClientContext = Pick<
  Context<ClientState>,
  "req" | "info" | "state"
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
  return !trustedProxies.isEmpty && trustedProxies.has(peerAddress(ctx));
}

/** Headers that only a proxy has reason to send. */
const FORWARDING_HEADERS = ["x-forwarded-for", "forwarded", "x-real-ip"];

/**
 * Tells the address of the client, for rate limits in memory; it is never
 * stored. Of a forwarding chain the last entry counts that is no trusted proxy
 * itself: everything before it may be the client's invention.
 */
export function clientAddress(ctx: ClientContext): string {
  const peer = peerAddress(ctx);
  if (!isBehindTrustedProxy(ctx)) return peer;
  const { trustedProxies } = ctx.state.services.config;
  const chain = (ctx.req.headers.get("x-forwarded-for") ?? "").split(",")
    .map((entry) => entry.trim());
  const client = chain.findLast((entry) =>
    trustedProxies.hasAll || !trustedProxies.has(entry)
  );
  return client !== undefined && aboutAddress(client).owner !== null
    ? client
    : peer;
}

/** Names whoever the client's address belongs to; see `aboutAddress()`. */
export function clientOwner(ctx: ClientContext): string {
  return aboutAddress(clientAddress(ctx)).owner ?? "unknown";
}

/** Whom the limits by address are for. */
export interface LimitedClient {
  /**
   * Whose address it is; `null` for nobody: a developer and the tests work on
   * this machine. In production, and behind a proxy, even that one has limits.
   */
  owner: string | null;
  /**
   * Whether a proxy on this machine that nobody declared is in between, so that
   * all visitors look like one.
   */
  isBehindUndeclaredProxy: boolean;
}

/** Tells whom the limits by address are for. */
export function limitedClient(ctx: ClientContext): LimitedClient {
  const { owner, isLoopback } = aboutAddress(clientAddress(ctx));
  const isBehindUndeclaredProxy = isLoopback && !isBehindTrustedProxy(ctx) &&
    // has() would make Deno list all headers first, get() asks for the one.
    FORWARDING_HEADERS.some((name) => ctx.req.headers.get(name) !== null);
  const isOwnMachine = isLoopback && !isBehindUndeclaredProxy &&
    !ctx.state.services.config.isProduction;
  return {
    owner: isOwnMachine ? null : owner ?? "unknown",
    isBehindUndeclaredProxy,
  };
}

/** Says whether the client's own connection is https. */
export function isHttps(ctx: ClientContext): boolean {
  if (ctx.req.url.startsWith("https:")) return true;
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
