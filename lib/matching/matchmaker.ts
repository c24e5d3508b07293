/**
 * Finds a partner and claims the pair.
 *
 * The claim is one commit that checks both tickets and that neither person is
 * in a call, removes both tickets and writes the pair with both its index
 * entries. Whoever loses the race for one partner goes on to the next.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { fit, type Profile } from "@/lib/protocol/profile.ts";
import type { Role } from "@/lib/protocol/role.ts";
import { PartnerSearch, type Place, type Search } from "./partner_search.ts";
import { matchingKeys } from "./keys.ts";
import { signalingKeys } from "@/lib/signaling/keys.ts";
import { firstOfferKept } from "@/lib/signaling/descriptions.ts";
import { lifeEndAt, type Pair, pairCreated } from "@/lib/signaling/pair.ts";
import type { Pairs } from "@/lib/signaling/pairs.ts";
import {
  isRecent,
  recentNoted,
  type RecentPartner,
} from "./recent_partners.ts";
import type { Store } from "@/lib/kv/store.ts";
import {
  isPresent,
  type Ticket,
  type TicketEntry,
  ticketRemoved,
  type WaitingOffer,
} from "./tickets.ts";

/** One person's records as they were read, with their versions. */
export interface VisitorRecords {
  /** Place in the queue, if any. */
  ticket: TicketEntry;
  /** Index entry of the call they are in, if any. */
  index: Deno.KvEntryMaybe<string>;
  /** Whom they just talked to. */
  recents: Deno.KvEntryMaybe<RecentPartner[]>;
  /** What they would offer, if anything. */
  offer: Deno.KvEntryMaybe<WaitingOffer>;
}

/** What the matchmaker needs from outside. */
export interface MatchmakerDeps {
  /** Where tickets and pairs are kept. */
  store: Store;
  /** Reads pairs. */
  pairs: Pairs;
  /** Tells the time. */
  now: Clock;
  /** Makes an id that nobody can guess. */
  newPairId: () => string;
}

/** What a claim writes at most besides an offer, bytes. */
const CLAIM_BYTES = 16_384;

interface Candidate extends VisitorRecords {
  ticket: Deno.KvEntry<Ticket>;
}

/**
 * How a try for one candidate ended: with a pair; `null` when the seeker's own
 * records changed, so that the search is over; `lost` when the candidate is
 * not to be had; `recent` when somebody else should be tried first.
 */
type Outcome = Pair | null | "lost" | "recent";

/** Pairs those who fit. */
export class Matchmaker {
  readonly #deps: MatchmakerDeps;
  readonly #partners: PartnerSearch;
  /**
   * People for whom a try is under way in this process, with its end. Others
   * look elsewhere first instead of losing the same race; the store decides.
   */
  readonly #tries = new Map<string, Promise<void>>();

  /**
   * Makes a matchmaker that remembers nobody yet.
   *
   * @param deps What it works with.
   */
  constructor(deps: MatchmakerDeps) {
    this.#deps = deps;
    this.#partners = new PartnerSearch(deps.store, deps.now);
  }

  /** Reads somebody's records as one snapshot, after any try for them. */
  async recordsOf(anonId: string): Promise<VisitorRecords> {
    await this.#tries.get(anonId);
    return await this.#read(anonId);
  }

  async #read(anonId: string): Promise<VisitorRecords> {
    const [ticket, index, recents, offer] = await this.#deps.store.getMany<
      [Ticket, string, RecentPartner[], WaitingOffer]
    >([
      matchingKeys.ticket(anonId),
      signalingKeys.pairByAnon(anonId),
      matchingKeys.recent(anonId),
      matchingKeys.ticketOffer(anonId),
    ]);
    return { ticket, index, recents, offer };
  }

  /** Begins a search, before the seeker's records are there. */
  beginSearch(profile: Profile): Search {
    return this.#partners.begin(profile);
  }

  /**
   * Tries to pair somebody with the longest waiting person who fits; with a
   * recent partner only when nobody else does.
   *
   * @param seeker Who looks, with the filters to use.
   * @param records Their records; the claim holds only while these are current.
   * @param search A search begun for the same filters.
   * @returns The pair, or `null` when nobody could be claimed. Its caller is
   * the one who waited longer.
   */
  async pairUp(
    seeker: Ticket,
    records: VisitorRecords,
    search: Search = this.beginSearch(seeker),
  ): Promise<Pair | null> {
    const busy: Place[] = [];
    const recents: string[] = [];
    for await (const place of this.#partners.of(seeker, search)) {
      if (this.#tries.has(place.anonId)) {
        busy.push(place);
        continue;
      }
      const outcome = await this.#try(seeker, records, place);
      if (outcome === "recent") recents.push(place.anonId);
      else if (outcome !== "lost") return outcome;
    }
    for (const place of busy) {
      await this.#tries.get(place.anonId);
      if (this.#partners.isTaken(place)) continue;
      const outcome = await this.#try(seeker, records, place);
      if (outcome === "recent") recents.push(place.anonId);
      else if (outcome !== "lost") return outcome;
    }
    for (const anonId of recents) {
      const take = { anonId, isRecentFine: true };
      const outcome = await this.#try(seeker, records, take);
      if (outcome !== "recent" && outcome !== "lost") return outcome;
    }
    return null;
  }

  /** Reads a candidate; `null` when they cannot be paired with the seeker. */
  async #look(seeker: Ticket, anonId: string): Promise<Candidate | null> {
    const { store, pairs, now } = this.#deps;
    const [ticket, index, recents, offer, blocks, isBlockedBy] = await store
      .getMany<[Ticket, string, RecentPartner[], WaitingOffer, 1, 1]>([
        matchingKeys.ticket(anonId),
        signalingKeys.pairByAnon(anonId),
        matchingKeys.recent(anonId),
        matchingKeys.ticketOffer(anonId),
        matchingKeys.block(seeker.anonId, anonId),
        matchingKeys.block(anonId, seeker.anonId),
      ]);
    if (ticket.versionstamp === null || blocks.value || isBlockedBy.value) {
      return null;
    }
    if (!isPresent(ticket.value, now())) {
      await store.commit({
        checks: [ticket],
        mutations: ticketRemoved(ticket.value),
      });
      return null;
    }
    if (!fit(seeker, ticket.value) || await pairs.of(index) !== null) {
      return null;
    }
    return { ticket, index, recents, offer };
  }

  #areRecent(
    seeker: Ticket,
    records: VisitorRecords,
    other: Candidate,
  ): boolean {
    const now = this.#deps.now();
    return isRecent(records.recents.value, other.ticket.value.anonId, now) ||
      isRecent(other.recents.value, seeker.anonId, now);
  }

  /** Runs one try for a candidate, so that others can see it is under way. */
  async #try(
    seeker: Ticket,
    records: VisitorRecords,
    { anonId, isRecentFine = false }: {
      anonId: string;
      isRecentFine?: boolean;
    },
  ): Promise<Outcome> {
    const attempt = this.#attempt(seeker, records, { anonId, isRecentFine });
    const end = attempt.then(() => {}, () => {});
    this.#tries.set(anonId, end);
    try {
      return await attempt;
    } finally {
      if (this.#tries.get(anonId) === end) this.#tries.delete(anonId);
    }
  }

  /**
   * Looks at a candidate and claims them; once more when that fails and the
   * seeker's own records are unchanged, for then perhaps only the candidate's
   * lease was renewed.
   */
  async #attempt(
    seeker: Ticket,
    records: VisitorRecords,
    { anonId, isRecentFine }: { anonId: string; isRecentFine: boolean },
  ): Promise<Outcome> {
    for (let looks = 0; looks < 2; looks++) {
      const found = await this.#look(seeker, anonId);
      if (found === null) return "lost";
      if (!isRecentFine && this.#areRecent(seeker, records, found)) {
        return "recent";
      }
      const pair = await this.#commitPair(seeker, records, found);
      if (pair !== null) return pair;
      const current = await this.#read(seeker.anonId);
      if (!isSame(current, records)) {
        return await this.#deps.pairs.of(current.index);
      }
    }
    return "lost";
  }

  async #commitPair(
    seeker: Ticket,
    records: VisitorRecords,
    other: Candidate,
  ): Promise<Pair | null> {
    const { store, pairs, newPairId, now } = this.#deps;
    const partner = other.ticket.value;
    const createdAt = now();
    const isSeekerCaller = waitedLonger(seeker, records, partner);
    const [caller, callee] = isSeekerCaller
      ? [seeker, partner]
      : [partner, seeker];
    const sdp = usableOffer(caller, isSeekerCaller ? records : other);
    const pair: Pair = {
      pairId: newPairId(),
      callerId: caller.anonId,
      calleeId: callee.anonId,
      createdAt,
      expiresAt: lifeEndAt(createdAt),
      ...relayOnlyRoles({ caller, callee }),
    };
    const { ok, versionstamp } = await store.commit({
      checks: [records.ticket, records.index, other.ticket, other.index],
      mutations: [
        ...(records.ticket.value ? ticketRemoved(records.ticket.value) : []),
        ...ticketRemoved(partner),
        ...pairCreated(pair, { hasOffer: sdp !== undefined }),
        ...(sdp === undefined ? [] : firstOfferKept(pair, sdp)),
        noted(seeker.anonId, records, partner.anonId, createdAt),
        noted(partner.anonId, other, seeker.anonId, createdAt),
      ],
      sizeBytes: CLAIM_BYTES + (sdp?.length ?? 0) * 2,
    });
    if (!ok) return null;
    pairs.noteCreated(pair, versionstamp);
    this.#partners.noteTaken(seeker);
    this.#partners.noteTaken(partner);
    return pair;
  }
}

/**
 * The offer that a caller left with the ticket. One from before the wish to
 * hide the address holds it still, and is not used.
 */
function usableOffer(
  caller: Ticket,
  { ticket, offer }: VisitorRecords,
): string | undefined {
  const isFromBefore = caller.relayOnly && !ticket.value?.relayOnly;
  return isFromBefore ? undefined : offer.value?.sdp;
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
function waitedLonger(
  seeker: Ticket,
  { ticket }: VisitorRecords,
  partner: Ticket,
): boolean {
  return ticket.value?.enqueuedAt === seeker.enqueuedAt &&
    seeker.enqueuedAt < partner.enqueuedAt;
}

function noted(
  anonId: string,
  { recents }: VisitorRecords,
  partnerId: string,
  now: number,
) {
  return recentNoted({ anonId, recents: recents.value, partnerId }, now);
}

function isSame(one: VisitorRecords, other: VisitorRecords): boolean {
  return one.ticket.versionstamp === other.ticket.versionstamp &&
    one.index.versionstamp === other.index.versionstamp;
}
