/**
 * How much one visitor, and everybody at one address, may do: the one table.
 *
 * A visitor's cookie is free to get, so whatever writes is limited by address
 * as well. Many people may share an address, so its limits are those of a
 * hundred busy visitors; polling stays far below all of them.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { RecentlyUsed } from "@/lib/recently_used.ts";
import type { OpenLimits } from "./held_open.ts";
import { MAX_CLIENTS } from "./rate_limit.ts";
import { type RateLimit, refuseOver, TokenBucket } from "./token_bucket.ts";

/** Whom a limit is for. */
export interface LimitKeys {
  /** The visitor's id; `null` without a valid cookie. */
  visitor: string | null;
  /** Whose address it is; `null` where addresses are not limited. */
  address: string | null;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** What is counted, and how much of it there may be for each key. */
export const LIMITS = {
  /**
   * Pages: to draw and pack one takes the time of some fifty calls. A visitor
   * asks for few, and what the page needs besides are files.
   */
  pages: { address: { burst: 600, perSecond: 20 } },
  /** Cookies handed out. */
  newVisitors: { address: { burst: 600, perSecond: 20 } },
  /** Joining and leaving the queue. */
  queue: {
    visitor: { burst: 120, perSecond: 5 },
    address: { burst: 3_000, perSecond: 100 },
  },
  /** Every signaling request, polling included. */
  signaling: {
    visitor: { burst: 2_000, perSecond: 100 },
    address: { burst: 40_000, perSecond: 2_000 },
  },
  /** Offers and answers. */
  descriptions: {
    visitor: { burst: 100, perSecond: 2 },
    address: { burst: 2_000, perSecond: 40 },
  },
  /** Opening event streams. */
  streams: {
    visitor: { burst: 30, perSecond: 0.5 },
    address: { burst: 1_000, perSecond: 10 },
  },
  /** Asking for an ICE restart, and saying how the connection is. */
  news: {
    visitor: { burst: 30, perSecond: 1 },
    address: { burst: 1_000, perSecond: 20 },
  },
  /** Lists of STUN and TURN servers, which take an HMAC each. */
  iceServers: { address: { burst: 300, perSecond: 5 } },
  /** Bytes sent to be kept. */
  bytes: {
    visitor: { burst: 2 * MIB, perSecond: 40 * KIB },
    address: { burst: 20 * MIB, perSecond: 500 * KIB },
  },
  /**
   * KPI beacons, which need no cookie. A page sends some three for a call; each
   * is counted, so that one member must not drown what all others say.
   */
  kpis: {
    visitor: { burst: 60, perSecond: 1 },
    address: { burst: 300, perSecond: 20 },
  },
  /** What a page says of its call, below ten times a minute. */
  stats: {
    visitor: { burst: 20, perSecond: 0.4 },
    address: { burst: 1_000, perSecond: 20 },
  },
  /**
   * Both of these, over days: what they leave is kept for a week, a beacon as
   * some 650 bytes (measured, 2026-11-22), so an address fills 1.4 GB at most.
   * With ten reports a call there is room for 50,000 calls on the first day.
   */
  reports: { address: { burst: 300_000, perSecond: 3 } },
} satisfies Record<string, Partial<Record<keyof LimitKeys, RateLimit>>>;

/**
 * What may be open at once. Of requests the load gate bounds all together; of
 * streams the descriptors do, of which other connections need some, too.
 */
export const OPEN_LIMITS = {
  /** Requests without an answer: a busy visitor has three. */
  requests: { each: 300, all: Infinity },
  /** Event streams: one for each tab. */
  streams: { each: 500, all: Infinity },
} satisfies Record<string, OpenLimits>;

/** The part of all descriptors that event streams may take. */
const STREAM_SHARE = 0.6;

/**
 * Tells how many event streams may be open.
 *
 * @param descriptorLimit Descriptors that the process may have; `null` where
 * nobody knows.
 */
export function streamLimits(descriptorLimit: number | null): OpenLimits {
  const { each, all } = OPEN_LIMITS.streams;
  if (descriptorLimit === null) return { each, all };
  return { each, all: Math.floor(descriptorLimit * STREAM_SHARE) };
}

/** Something that is counted. */
export type LimitName = keyof typeof LIMITS;

/** What one call counts as, by name. */
export type Cost = Partial<Record<LimitName, number>>;

/** What one client has left, of each limit that it was counted against. */
type Buckets = Partial<Record<LimitName, TokenBucket>>;

const RATES: Readonly<
  Record<LimitName, Partial<Record<keyof LimitKeys, RateLimit>>>
> = LIMITS;

/**
 * Counts what everybody does. A client is looked up once a call, however many
 * limits the call counts against.
 */
export class Limits {
  readonly #now: Clock;
  readonly #clients: Readonly<
    Record<keyof LimitKeys, RecentlyUsed<Buckets>>
  > = {
    visitor: new RecentlyUsed(MAX_CLIENTS),
    address: new RecentlyUsed(MAX_CLIENTS),
  };

  /**
   * Begins with nobody having done anything.
   *
   * @param now Tells the time.
   */
  constructor(now: Clock) {
    this.#now = now;
  }

  /**
   * Counts a call against every limit that it costs something of.
   *
   * @throws {ApiError} `slow-down` with `Retry-After` over any of them.
   */
  spend({ visitor, address }: LimitKeys, cost: Cost): void {
    if (visitor !== null) this.#spend("visitor", visitor, cost);
    if (address !== null) this.#spend("address", address, cost);
  }

  /** Takes back what a call was counted for and did not cost. */
  giveBack({ visitor, address }: LimitKeys, cost: Cost): void {
    const owners = { visitor, address };
    let key: keyof LimitKeys;
    for (key in owners) {
      const client = owners[key];
      const buckets = client === null
        ? undefined
        : this.#clients[key].get(client);
      let name: LimitName;
      for (name in cost) buckets?.[name]?.giveBack(cost[name]!);
    }
  }

  #spend(key: keyof LimitKeys, client: string, cost: Cost): void {
    const clients = this.#clients[key];
    const now = this.#now();
    let buckets = clients.get(client);
    if (buckets === undefined) clients.set(client, buckets = {});
    let name: LimitName;
    for (name in cost) {
      const rate = RATES[name][key];
      if (rate === undefined) continue;
      const bucket = buckets[name] ??= new TokenBucket(rate, now);
      refuseOver(bucket.take(cost[name]!, now));
    }
  }
}
