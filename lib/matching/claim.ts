/**
 * The one commit that makes a pair of two people.
 *
 * It checks both tickets and that neither person is in a call, but for one that
 * the seeker leaves by it, removes both tickets, writes the pair with both its
 * index entries, and notes each as the other's recent partner. Of several claims
 * that run at once the store lets one win, on however many instances.
 *
 * @module
 */

import type { Role } from "@/lib/protocol/role.ts";
import type { Mutation, Write } from "@/lib/kv/write.ts";
import {
  type FirstOffer,
  firstOfferKept,
} from "@/lib/signaling/first_offer.ts";
import {
  lifeEndAt,
  type Pair,
  pairCreated,
  type PairLeaving,
} from "@/lib/signaling/pair.ts";
import { waitNoted } from "./waits.ts";
import { recentNoted, type RecentPartner } from "./recent_partners.ts";
import {
  type Ticket,
  type TicketEntry,
  ticketRemoved,
  ticketTaken,
} from "./tickets.ts";

/** One person's records as they were read, with their versions. */
export interface VisitorRecords {
  /** Place in the queue, if any. */
  ticket: TicketEntry;
  /** Index entry of the call they are in, if any. */
  index: Deno.KvEntryMaybe<string>;
  /** Whom they just talked to. */
  recents: Deno.KvEntryMaybe<RecentPartner[]>;
  /**
   * What they offer from now on, `null` for nothing, in place of what waits
   * with their ticket; left out where that still holds.
   */
  newOffer?: FirstOffer | null;
  /** The call they are in and leave by the same commit, if any. */
  leaving?: PairLeaving;
}

/** Records of somebody who waits. */
export interface WaitingRecords extends VisitorRecords {
  /** Place in the queue. */
  ticket: Deno.KvEntry<Ticket>;
}

/** What a claim writes at most besides an offer, bytes. */
const CLAIM_BYTES = 16_384;

/** Who is to be paired with whom. */
export interface Claim {
  /** Who looks for a partner, with the filters to use. */
  seeker: Ticket;
  /** The seeker's records; they may have no ticket yet. */
  records: VisitorRecords;
  /** The records of the one who was found. */
  partner: WaitingRecords;
  /** Id of the pair to be made. */
  pairId: string;
}

/**
 * Builds the pair and the commit that makes it. Who waited longer is the
 * caller, and what they offer is the pair's first offer: the pair names it
 * where it waits, and only one that they bring anew is written.
 */
export function claimed(
  claim: Claim,
  now: number,
): { pair: Pair; write: Write } {
  const { seeker, records, partner, pairId } = claim;
  const [own, other] = [records.ticket.value, partner.ticket.value];
  const isSeekerCaller = seekerWaitedLonger(claim);
  const [caller, callee] = isSeekerCaller ? [seeker, other] : [other, seeker];
  const { keeper, newOffer } = firstOfferOf(claim, isSeekerCaller);
  const firstOfferId = newOffer ? pairId : keeper?.offerId;
  const removed = (ticket: Ticket) =>
    ticket === keeper ? ticketTaken(ticket) : ticketRemoved(ticket);
  const pair: Pair = {
    pairId,
    callerId: caller.anonId,
    calleeId: callee.anonId,
    createdAt: now,
    expiresAt: lifeEndAt(now),
    countries: { caller: caller.country, callee: callee.country },
    ...relayOnlyRoles({ caller, callee }),
    ...(firstOfferId !== undefined && { firstOfferId }),
  };
  const write: Write = {
    checks: [records.ticket, records.index, partner.ticket, partner.index],
    mutations: [
      ...(own === null ? [] : removed(own)),
      ...removed(other),
      ...pairCreated(pair),
      ...(newOffer ? [firstOfferKept(pairId, newOffer)] : []),
      noted(seeker, { partnerId: other.anonId, ...records }, now),
      noted(other, { partnerId: seeker.anonId, ...partner }, now),
      // Who finds somebody on arrival has not waited.
      ...[own, other].flatMap((waiter) =>
        waiter === null ? [] : waitNoted(waiter, "matched", now)
      ),
    ],
    sizeBytes: CLAIM_BYTES + (newOffer?.sdp.length ?? 0) * 2,
  };
  return { pair, write };
}

/**
 * Tells where the caller's offer comes from: it waits with a ticket, or is
 * brought along now.
 */
function firstOfferOf(
  { records, partner }: Claim,
  isSeekerCaller: boolean,
): { keeper: Ticket | null; newOffer: FirstOffer | null } {
  const { ticket, newOffer } = records;
  if (!isSeekerCaller) return { keeper: partner.ticket.value, newOffer: null };
  return newOffer === undefined
    ? { keeper: ticket.value, newOffer: null }
    : { keeper: null, newOffer };
}

function noted(
  { anonId }: Ticket,
  { partnerId, recents }: VisitorRecords & { partnerId: string },
  now: number,
): Mutation {
  return recentNoted({ anonId, partnerId, recents: recents.value }, now);
}

function relayOnlyRoles(
  tickets: Readonly<Record<Role, Ticket>>,
): Pick<Pair, "relayOnlyRoles"> {
  const roles = (["caller", "callee"] as const)
    .filter((role) => tickets[role].relayOnly);
  return roles.length > 0 ? { relayOnlyRoles: roles } : {};
}

/**
 * Says whether the seeker was in the queue before the partner. One who just
 * arrives was not, whatever the clocks of two instances say.
 */
function seekerWaitedLonger({ seeker, records, partner }: Claim): boolean {
  return records.ticket.value?.enqueuedAt === seeker.enqueuedAt &&
    seeker.enqueuedAt < partner.ticket.value.enqueuedAt;
}
