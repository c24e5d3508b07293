/**
 * A pair: two people in one call.
 *
 * @module
 */

import type { Mutation, Write } from "@/lib/kv/write.ts";
import type { Role } from "@/lib/protocol/role.ts";
import { endMarked } from "./ended_pairs.ts";
import { firstOfferRemoved } from "./first_offer.ts";
import { told } from "./inbox.ts";
import { signalingKeys } from "./keys.ts";
import { leftoversCleared, leftoversMarked } from "./leftovers.ts";
import { skipNoted } from "./skips.ts";

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
  /** Countries the two gave, ISO 3166 alpha-2; `XX` each when left out. */
  countries?: Readonly<Record<Role, string>>;
  /** Who may only give addresses of relays away; nobody when left out. */
  relayOnlyRoles?: readonly Role[];
  /** The offer that waited with the caller, if any: see `first_offer.ts`. */
  firstOfferId?: string;
}

/** A pair as read, with its version. */
export type PairEntry = Deno.KvEntry<Pair>;

/** How long a pair lives after its last use at least, milliseconds. */
export const PAIR_LIFE_MS = 150_000;

/** A pair is written longer than it has to live, so not every use writes. */
const SPARE_LIFE_MS = 10_000;

/** Tells when a pair that is used now ends unless it is used again. */
export function lifeEndAt(now: number): number {
  return now + PAIR_LIFE_MS + SPARE_LIFE_MS;
}

/** Says whether the life of a pair is over. */
export function isOver(pair: Pair, now: number): boolean {
  return pair.expiresAt <= now;
}

/** Says whether a use at this moment should prolong the life of a pair. */
export function isRenewalDue(pair: Pair, now: number): boolean {
  return pair.expiresAt - now < PAIR_LIFE_MS;
}

/** Says which role somebody has in a pair; `null` for a stranger. */
export function roleIn(pair: Pair, anonId: string): Role | null {
  if (pair.callerId === anonId) return "caller";
  return pair.calleeId === anonId ? "callee" : null;
}

/** What there is to say of one member of a call, without a name. */
export interface Seat {
  /** Their part in it. */
  role: Role;
  /** When the two were paired, Unix milliseconds. */
  startedAt: number;
  /** Country they gave, ISO 3166 alpha-2; `XX` is unknown. */
  country: string;
}

/** Says what part somebody has in a pair; `null` for a stranger. */
export function seatIn(pair: Pair, anonId: string): Seat | null {
  const role = roleIn(pair, anonId);
  if (role === null) return null;
  const country = pair.countries?.[role] ?? "XX";
  return { role, startedAt: pair.createdAt, country };
}

/** Says who the other member of a pair is. */
export function peerOf(pair: Pair, anonId: string): string {
  return pair.callerId === anonId ? pair.calleeId : pair.callerId;
}

/**
 * Writes a new pair and both its index entries, raising the count, and tells
 * both members.
 */
export function pairCreated(pair: Pair): Mutation[] {
  const hasOffer = pair.firstOfferId !== undefined;
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

/** How a pair ends. */
export interface PairEnding {
  /** The members' index entries that still name this pair. */
  indexes: readonly Deno.KvEntryMaybe<string>[];
  /** The member who left for somebody else, if that is how it ends. */
  skipperId?: string | undefined;
  /** Whether the store can clear, as owned ones can. */
  canClear: boolean;
}

/**
 * Removes a pair with its index entries and what was written for it, lowering
 * the count, tells both members, and marks that monitoring has not closed its
 * record. Where the store cannot clear, what was written for it is only marked
 * to be removed.
 *
 * @param end How it ends.
 */
export function pairEnded(
  pair: Pair,
  { indexes, skipperId, canClear }: PairEnding,
  now: number,
): Mutation[] {
  const { pairId, callerId, calleeId, firstOfferId } = pair;
  const members = [callerId, calleeId];
  return [
    { type: "delete", key: signalingKeys.pair(pairId) },
    ...(canClear
      ? leftoversCleared(pairId, indexes)
      : [leftoversMarked({ pairId, members })]),
    ...indexes.map(({ key }): Mutation => ({ type: "delete", key })),
    { type: "add", key: signalingKeys.pairCount(), amount: -1 },
    ...members.flatMap((anonId) =>
      told({
        anonId,
        pairId,
        news: { type: "peer-left", seat: seatIn(pair, anonId)! },
      }, now)
    ),
    ...(firstOfferId === undefined ? [] : [firstOfferRemoved(firstOfferId)]),
    endMarked({ pairId, startedAt: pair.createdAt, endedAt: now }),
    ...(skipperId === undefined ? [] : [
      skipNoted({ pairId, skipperId, skippedId: peerOf(pair, skipperId) }, now),
    ]),
  ];
}

/** A pair that is to end, and all that has to be as it was read then. */
export interface PairLeaving extends PairEnding {
  /** The pair. */
  entry: PairEntry;
}

/** What ends a pair, unless somebody uses or ends it meanwhile. */
export function pairLeft(leaving: PairLeaving, now: number): Required<
  Pick<Write, "checks" | "mutations">
> {
  const { entry, indexes } = leaving;
  return {
    checks: [entry, ...indexes],
    mutations: pairEnded(entry.value, leaving, now),
  };
}
