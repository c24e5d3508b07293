/**
 * Pairs: two people in one call.
 *
 * The members of a pair never change, so its record is remembered for a moment
 * and a signaling request costs no read. What this process ends it forgets at
 * once; what another instance ends is noticed within {@link REMEMBER_MS}.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Role } from "@/lib/protocol/role.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import { told } from "./inbox.ts";
import { signalingKeys } from "./keys.ts";
import type { Store } from "@/lib/kv/store.ts";

/** A call between two people. */
export interface Pair {
  /** Its id, not guessable. */
  pairId: string;
  /** Who makes the offers. */
  callerId: string;
  /** Who answers them. */
  calleeId: string;
  /** When they were paired, Unix milliseconds. */
  createdAt: number;
  /** When it ends unless it is used, Unix milliseconds. */
  expiresAt: number;
  /** Who may only give addresses of relays away; nobody when left out. */
  relayOnlyRoles?: readonly Role[];
}

/** How long a pair lives after its last use at least, milliseconds. */
export const PAIR_LIFE_MS = 150_000;

/** A pair is written longer than it has to live, so not every use writes. */
const SPARE_LIFE_MS = 10_000;

const REMEMBER_MS = 1_000;

/** Keys deleted in one commit; the store takes 1,000 changes. */
const MAX_DELETES = 400;

const MAX_REMEMBERED = 10_000;

interface Remembered {
  entry: Deno.KvEntry<Pair>;
  readAt: number;
}

/** Tells when a pair that is used now ends unless it is used again. */
export function lifeEndAt(now: number): number {
  return now + PAIR_LIFE_MS + SPARE_LIFE_MS;
}

/** Says which role somebody has in a pair; `null` for a stranger. */
export function roleIn(pair: Pair, anonId: string): Role | null {
  if (pair.callerId === anonId) return "caller";
  return pair.calleeId === anonId ? "callee" : null;
}

/** Says who the other member of a pair is. */
export function peerOf(pair: Pair, anonId: string): string {
  return pair.callerId === anonId ? pair.calleeId : pair.callerId;
}

/**
 * Writes a new pair and both its index entries, and tells both members.
 *
 * @param options `hasOffer`: whether the first offer is written with it.
 */
export function pairCreated(
  pair: Pair,
  { hasOffer }: { hasOffer: boolean },
): Mutation[] {
  return [
    ...(["caller", "callee"] as const).flatMap((role) =>
      told({
        anonId: pair[`${role}Id`],
        pairId: pair.pairId,
        news: { type: "matched", role, hasOffer },
      }, pair.createdAt)
    ),
    { type: "set", key: signalingKeys.pair(pair.pairId), value: pair },
    ...[pair.callerId, pair.calleeId].map((anonId): Mutation => ({
      type: "set",
      key: signalingKeys.pairByAnon(anonId),
      value: pair.pairId,
    })),
    { type: "add", key: signalingKeys.pairCount(), amount: 1 },
  ];
}

/** Reads, renews and ends pairs. */
export class Pairs {
  readonly #store: Store;
  readonly #now: Clock;
  readonly #remembered = new Map<string, Remembered>();

  /**
   * Makes a reader that remembers no pair yet.
   *
   * @param store Where pairs are kept.
   * @param now Tells the time.
   */
  constructor(store: Store, now: Clock) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * Finds a living pair and counts this as a use of it.
   *
   * @returns `null` when there is none, or its life is over.
   */
  async use(pairId: string): Promise<Pair | null> {
    const now = this.#now();
    const known = this.#remembered.get(pairId);
    const entry = known !== undefined && now - known.readAt < REMEMBER_MS
      ? known.entry
      : await this.#read(pairId, now);
    if (entry === null || entry.value.expiresAt <= now) return null;
    if (entry.value.expiresAt - now >= PAIR_LIFE_MS) return entry.value;
    return await this.#renew(entry, now);
  }

  /** Names the living pair that somebody is in; `null` for none. */
  async idOf(anonId: string): Promise<string | null> {
    const index = await this.#store.get<string>(
      signalingKeys.pairByAnon(anonId),
    );
    return (await this.of(index))?.pairId ?? null;
  }

  /** Takes note of a pair that was just written, to save the first read. */
  noteCreated(pair: Pair, versionstamp: string): void {
    const entry = {
      key: signalingKeys.pair(pair.pairId),
      value: pair,
      versionstamp,
    };
    this.#remember(entry, this.#now());
  }

  /** Finds the living pair that an index entry points to. */
  async of(index: Deno.KvEntryMaybe<string>): Promise<Pair | null> {
    return index.value === null ? null : await this.use(index.value);
  }

  /**
   * Ends a pair, for both.
   *
   * @returns Whether it was this call that ended it.
   */
  async end(pairId: string): Promise<boolean> {
    while (true) {
      const entry = await this.#store.get<Pair>(signalingKeys.pair(pairId));
      this.#remembered.delete(pairId);
      if (entry.versionstamp === null) return false;
      if (await this.#endEntry(entry)) return true;
    }
  }

  /**
   * Ends the pairs that nobody used for their life time.
   *
   * @returns How many were ended.
   */
  async sweep(): Promise<number> {
    let ended = 0;
    const listing = this.#store.list<Pair>({ prefix: signalingKeys.pairs() }, {
      batchSize: 500,
    });
    for await (const entry of listing) {
      if (entry.value.expiresAt > this.#now()) continue;
      if (await this.#endEntry(entry)) ended++;
    }
    return ended;
  }

  async #endEntry(entry: Deno.KvEntry<Pair>): Promise<boolean> {
    const { pairId, callerId, calleeId } = entry.value;
    const indexes = await this.#store.getMany<[string, string]>([
      signalingKeys.pairByAnon(callerId),
      signalingKeys.pairByAnon(calleeId),
    ]);
    // A member whose pair ran out may be in another call already.
    const own = indexes.filter((index) => index.value === pairId);
    const { ok } = await this.#store.commit({
      checks: [entry, ...own],
      mutations: [
        { type: "delete", key: entry.key },
        ...own.map(({ key }): Mutation => ({ type: "delete", key })),
        ...[callerId, calleeId].flatMap((anonId) =>
          told({ anonId, pairId, news: { type: "peer-left" } }, this.#now())
        ),
        { type: "add", key: signalingKeys.pairCount(), amount: -1 },
      ],
    });
    if (ok) await this.#removeCandidates(pairId);
    return ok;
  }

  async #removeCandidates(pairId: string): Promise<void> {
    const gone = [
      signalingKeys.iceRead(pairId, "a"),
      signalingKeys.iceRead(pairId, "b"),
    ];
    const listing = this.#store.list({ prefix: signalingKeys.iceOf(pairId) }, {
      batchSize: MAX_DELETES,
    });
    for await (const { key } of listing) gone.push(key);
    for (let i = 0; i < gone.length; i += MAX_DELETES) {
      await this.#store.commit({
        mutations: gone.slice(i, i + MAX_DELETES)
          .map((key): Mutation => ({ type: "delete", key })),
      });
    }
  }

  async #read(pairId: string, now: number): Promise<Deno.KvEntry<Pair> | null> {
    const entry = await this.#store.get<Pair>(signalingKeys.pair(pairId));
    if (entry.versionstamp === null) {
      this.#remembered.delete(pairId);
      return null;
    }
    this.#remember(entry, now);
    return entry;
  }

  #remember(entry: Deno.KvEntry<Pair>, readAt: number): void {
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(entry.value.pairId, { entry, readAt });
  }

  async #renew(entry: Deno.KvEntry<Pair>, now: number): Promise<Pair | null> {
    const value = { ...entry.value, expiresAt: lifeEndAt(now) };
    const { ok, versionstamp } = await this.#store.commit({
      checks: [entry],
      mutations: [{ type: "set", key: entry.key, value }],
    });
    if (ok) {
      this.#remember({ ...entry, value, versionstamp }, now);
      return value;
    }
    const current = await this.#read(value.pairId, now);
    return current?.value ?? null;
  }
}
