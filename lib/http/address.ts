/**
 * Internet addresses as the rest of the site needs them: told apart by who may
 * own them, and matched against ranges.
 *
 * @module
 */

import ipaddr from "ipaddr.js";
import { RecentlyUsed } from "@/lib/recently_used.ts";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The part of an IPv6 address that one customer commonly has for oneself. */
const IPV6_OWNER_BITS = 64;

const MAX_REMEMBERED = 10_000;

/** `1.2.3.4:80` and `[2001:db8::1]:80`, as some proxies write them. */
const WITH_PORT = /^(?:\[([^\]]+)\]|(\d+\.\d+\.\d+\.\d+))(?::\d+)?$/;

/**
 * Reads an address; one of IPv4 inside IPv6 is the one of IPv4. A port, a zone
 * and brackets are left out.
 *
 * @returns `null` when it is none: short and octal forms are refused.
 */
function parseAddress(text: string): Address | null {
  const [, inBrackets, ipv4] = WITH_PORT.exec(text) ?? [];
  const bare = (inBrackets ?? ipv4 ?? text).replace(/%.*$/, "");
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare);
  return ipaddr.IPv6.isValid(bare) ? ipaddr.process(bare) : null;
}

/** Remembers what was found of an address: parsing is dear, and most repeat. */
function remembered<T>(find: (address: string) => T): (address: string) => T {
  // Wrapped, since a cache holds no undefined and null may be the answer.
  const found = new RecentlyUsed<{ answer: T }>(MAX_REMEMBERED);
  return (address) => {
    let known = found.get(address);
    if (known === undefined) {
      known = { answer: find(address) };
      found.set(address, known);
    }
    return known.answer;
  };
}

/** What is known of an address. */
export interface AboutAddress {
  /**
   * Whoever it belongs to: an IPv4 address as it is, an IPv6 address by its
   * first 64 bits, for its owner may change the rest at will. `null` when the
   * text is no address.
   */
  readonly owner: string | null;
  /** Whether it is this machine's own. */
  readonly isLoopback: boolean;
}

/** Looks an address up. */
export const aboutAddress: (address: string) => AboutAddress = remembered(
  (text) => {
    const address = parseAddress(text);
    const isLoopback = text === "localhost" || address?.range() === "loopback";
    return { owner: ownerNamed(address), isLoopback };
  },
);

function ownerNamed(address: Address | null): string | null {
  if (!(address instanceof ipaddr.IPv6)) return address?.toString() ?? null;
  const bytes = address.toByteArray().fill(0, IPV6_OWNER_BITS / 8);
  return `${ipaddr.fromByteArray(bytes)}/${IPV6_OWNER_BITS}`;
}

/** A set of addresses, written as addresses and ranges. */
export class AddressSet {
  readonly #ranges: readonly [Address, number][];
  readonly #hasAll: boolean;
  readonly #isIn = remembered((address) => this.#find(address));

  private constructor(ranges: readonly [Address, number][], hasAll: boolean) {
    this.#ranges = ranges;
    this.#hasAll = hasAll;
  }

  /**
   * Reads a list such as `10.0.0.0/8` and `::1`; the word `any` has all.
   *
   * @returns `null` when a part is neither.
   */
  static parse(parts: readonly string[]): AddressSet | null {
    const ranges: [Address, number][] = [];
    for (const part of parts) {
      if (part === "any") continue;
      const range = parseRange(part);
      if (range === null) return null;
      ranges.push(range);
    }
    return new AddressSet(ranges, parts.includes("any"));
  }

  /** Says whether nothing is in it. */
  get isEmpty(): boolean {
    return !this.#hasAll && this.#ranges.length === 0;
  }

  /** Says whether everything is in it, so that no address stands out. */
  get hasAll(): boolean {
    return this.#hasAll;
  }

  /** Says whether an address is in it. */
  has(address: string): boolean {
    if (this.#hasAll || this.#ranges.length === 0) return this.#hasAll;
    return this.#isIn(address);
  }

  #find(address: string): boolean {
    const parsed = parseAddress(address);
    return parsed !== null &&
      this.#ranges.some(([range, bits]) =>
        parsed.kind() === range.kind() &&
        (parsed as ipaddr.IPv6).match(range as ipaddr.IPv6, bits)
      );
  }
}

/** An address is a range of its own; IPv4 inside IPv6 counts its own bits. */
function parseRange(text: string): [Address, number] | null {
  const [base = "", suffix, ...rest] = text.split("/");
  const isBare = ipaddr.IPv4.isValidFourPartDecimal(base) ||
    ipaddr.IPv6.isValid(base);
  const address = isBare ? parseAddress(base) : null;
  if (address === null || rest.length > 0) return null;
  const maxBits = address.kind() === "ipv4" ? 32 : 128;
  if (suffix === undefined) return [address, maxBits];
  if (!/^\d{1,3}$/.test(suffix)) return null;
  const isMapped = address.kind() === "ipv4" && base.includes(":");
  const bits = Number(suffix) - (isMapped ? 96 : 0);
  return bits >= 0 && bits <= maxBits ? [address, bits] : null;
}
