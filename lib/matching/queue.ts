/**
 * Joining the queue, asking for a partner, leaving.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Profile } from "@/lib/protocol/profile.ts";
import { matchingKeys } from "./keys.ts";
import type { VisitorRecords } from "./claim.ts";
import { Matchmaker, type MatchmakerDeps } from "./matchmaker.ts";
import { Pairing, type PairingDeps } from "./pairing.ts";
import { PartnerSearch, type Search } from "./partner_search.ts";
import {
  type FirstOffer,
  firstOfferKept,
} from "@/lib/signaling/first_offer.ts";
import type { Pair } from "@/lib/signaling/pair.ts";
import type { Pairs } from "@/lib/signaling/pairs.ts";
import type { Store } from "@/lib/kv/store.ts";
import { slotsOf } from "./slots.ts";
import { WaitRecord } from "./wait_record.ts";
import { waitNoted } from "./waits.ts";
import { WayBack } from "./way_back.ts";
import {
  isPresent,
  LEASE_MS,
  renewLease,
  type Ticket,
  ticketCreated,
  ticketRemoved,
  ticketReplaced,
} from "./tickets.ts";

/** Where somebody stands who asks for a partner. */
export type MatchState =
  | { state: "paired"; pair: Pair }
  | {
    state: "waiting";
    /**
     * When recent partners are tried again, Unix milliseconds, where nobody
     * else waits who fits; else `null`.
     */
    heldUntil: number | null;
  }
  | { state: "not-queued" };

/** What a ticket with its listings takes at most, bytes. */
const TICKET_BYTES = 8_192;

/** Listings that a place has at the plain price. */
const SLOTS_OF_A_PLACE = 16;

/** How somebody joins. */
interface Wish {
  anonId: string;
  profile: Profile;
  offer: FirstOffer | undefined;
  /** Whether only one who waits already joins. */
  isRenewal?: boolean;
}

/** What became of somebody who joined: they have a call, or a ticket. */
type Joined = "paired" | "waits";

/** What is known of somebody who joins. */
interface Found {
  records: VisitorRecords;
  search: Search;
}

/** What the waiting line needs from outside. */
export type QueueDeps = MatchmakerDeps & PairingDeps;

/** The waiting line. */
export class Queue {
  readonly #store: Store;
  readonly #pairs: Pairs;
  readonly #now: Clock;
  readonly #bootId: string | null;
  readonly #newId: () => string;
  readonly #matchmaker: Matchmaker;
  readonly #pairing: Pairing;
  /** Tickets that this process wrote for those who came. */
  #keptCount = 0;
  /** Takes a Next back that was pressed by mistake. */
  readonly wayBack: WayBack;
  /** How long people waited. */
  readonly waits: WaitRecord;

  /**
   * Makes a queue with a matchmaker of its own.
   *
   * @param deps What it works with.
   */
  constructor(deps: QueueDeps) {
    this.#store = deps.store;
    this.#pairs = deps.pairs;
    this.#now = deps.now;
    this.#bootId = deps.bootId;
    this.#newId = deps.newId;
    const partners = new PartnerSearch(deps.store, deps.now);
    this.#pairing = new Pairing(deps, (place) => partners.noteTaken(place));
    this.#matchmaker = new Matchmaker(deps, {
      pairing: this.#pairing,
      partners,
    });
    this.wayBack = new WayBack({ ...deps, pairing: this.#pairing });
    this.waits = new WaitRecord(deps.store, deps.now);
  }

  /**
   * Joins the queue and tries to pair at once. Leaves a call first; one who
   * waits already keeps the place and takes the new filters.
   *
   * @param offer What they would offer: it waits with the ticket and becomes the
   * pair's first offer should they be the caller.
   */
  async enqueue(
    anonId: string,
    profile: Profile,
    offer?: FirstOffer,
  ): Promise<void> {
    await this.#come({ anonId, profile, offer });
  }

  /**
   * The same for one who waits, and nothing for one who does not: a call that
   * just began is left alone.
   *
   * @returns Whether they waited; then whatever call they get next begins with
   * this offer, else the call they may be in began with an earlier one.
   */
  async renew(
    anonId: string,
    profile: Profile,
    offer?: FirstOffer,
  ): Promise<boolean> {
    return await this.#come({ anonId, profile, offer, isRenewal: true });
  }

  /** @returns Whether they joined. */
  async #come(wish: Wish): Promise<boolean> {
    const seenCount = this.#keptCount;
    const joined = await this.#join(wish);
    // Those who come at the same time do not see each other: all would wait for
    // somebody to ask. Whoever is kept behind others sees these, and looks.
    const hasCompany = this.#keptCount - seenCount > 1;
    if (joined === "waits" && hasCompany) await this.matchmake(wish.anonId);
    return joined !== null;
  }

  /**
   * @param endedId A call of theirs that was ended for this.
   * @returns `null` for a renewal of one who does not wait.
   */
  async #join(
    wish: Wish,
    endedId: string | null = null,
  ): Promise<Joined | null> {
    const { anonId, profile, offer, isRenewal = false } = wish;
    while (true) {
      const search = this.#matchmaker.beginSearch(profile);
      // An older offer may be of a connection that the page has closed, or
      // hold an address that it now wants hidden.
      const records = {
        ...await this.#pairing.recordsOf(anonId),
        newOffer: offer ?? null,
      };
      const pairId = records.index.value;
      const isWaiting = pairId === null && records.ticket.value !== null;
      if (isRenewal && !isWaiting) return null;
      // Ended also when its life ran out and only the sweep is missing: the
      // other member could still renew it on a clock that is behind. Whoever
      // of the two ends it, these records are out of date then.
      if (pairId !== null && pairId !== endedId) {
        return await this.#joinOutOf(pairId, wish, { records, search });
      }
      const joined = await this.#place(wish, { records, search });
      if (joined !== null) return joined;
    }
  }

  /**
   * Ends a call and joins, in one write where the store can. When that fails,
   * whoever is left must not wait for the next try: the call ends alone.
   */
  async #joinOutOf(
    pairId: string,
    wish: Wish,
    { records, search }: Found,
  ): Promise<Joined | null> {
    if (this.#store.isOwned) {
      const joined = await this.#pairs.endWith(
        pairId,
        wish.anonId,
        (leaving) =>
          this.#place(wish, { records: { ...records, leaving }, search }),
      );
      if (joined !== null) return joined;
    }
    const pair = await this.#pairs.endOnly(pairId, wish.anonId);
    // Nobody who presses Next needs to wait for what the call left.
    const [joined] = await Promise.all([
      this.#join(wish, pairId),
      pair && this.#pairs.clearAway(pair),
    ]);
    return joined;
  }

  /**
   * Pairs somebody up, or keeps a ticket for them.
   *
   * @returns `null` when their records have to be read again.
   */
  async #place(
    { anonId, profile }: Wish,
    { records, search }: Found,
  ): Promise<Joined | null> {
    const ticket = this.#newTicket(anonId, profile, records);
    const end = await this.#matchmaker.pairUp(ticket, records, search);
    if (end.pair !== null) return "paired";
    if (end.isBrokenOff || !await this.#keep(ticket, records)) return null;
    this.#keptCount++;
    return "waits";
  }

  /**
   * Writes the ticket of somebody for whom nobody was found, with their offer.
   *
   * @returns Whether their records were still the same.
   */
  async #keep(ticket: Ticket, records: VisitorRecords): Promise<boolean> {
    const { ticket: { value: older }, index, newOffer } = records;
    const offerId = this.#newId();
    const kept = newOffer ? { ...ticket, offerId } : ticket;
    const { ok } = await this.#pairs.commit({
      checks: [records.ticket, index],
      mutations: [
        ...(older === null ? ticketCreated(kept) : ticketReplaced(older, kept)),
        ...(newOffer ? [firstOfferKept(offerId, newOffer)] : []),
      ],
      sizeBytes: TICKET_BYTES + (newOffer?.sdp.length ?? 0) * 2,
    }, records.leaving);
    return ok;
  }

  /** Tells where somebody stands, trying to pair one who waits. */
  async matchmake(anonId: string): Promise<MatchState> {
    const records = await this.#pairing.recordsOf(anonId);
    const pair = await this.#pairs.of(records.index);
    if (pair !== null) return { state: "paired", pair };
    const { ticket } = records;
    if (ticket.versionstamp === null) return { state: "not-queued" };
    const end = await this.#matchmaker.pairUp(ticket.value, records);
    if (end.pair !== null) return { state: "paired", pair: end.pair };
    await renewLease(this.#store, ticket, {
      now: this.#now(),
      bootId: this.#bootId,
    });
    return { state: "waiting", heldUntil: end.heldUntil };
  }

  /** Leaves the queue and the call, whichever it is. */
  async leave(anonId: string): Promise<void> {
    while (true) {
      const { ticket, index } = await this.#pairing.recordsOf(anonId);
      if (index.value !== null) await this.#pairs.end(index.value);
      if (ticket.versionstamp === null) return;
      const { ok } = await this.#store.commit({
        checks: [ticket],
        mutations: [
          ...ticketRemoved(ticket.value),
          waitNoted(ticket.value, "gave-up", this.#now()),
        ],
      });
      if (ok) return;
    }
  }

  /** Says how many plain places the one with these filters costs. */
  costOf(profile: Profile): number {
    return Math.ceil(slotsOf(profile).length / SLOTS_OF_A_PLACE);
  }

  /**
   * Tells how long people usually wait who want the same as somebody.
   *
   * @returns Milliseconds; `null` for one who does not wait, and where the last
   * minutes do not tell.
   */
  async usualWaitMs(anonId: string): Promise<number | null> {
    const ticket = await this.#store.get<Ticket>(matchingKeys.ticket(anonId));
    return ticket.value && await this.waits.usualWaitMs(ticket.value);
  }

  /** Counts the people who wait. */
  length(): Promise<number> {
    return this.#store.count(matchingKeys.waitingCount());
  }

  #newTicket(
    anonId: string,
    profile: Profile,
    records: VisitorRecords,
  ): Ticket {
    const now = this.#now();
    const older = records.ticket.value;
    const enqueuedAt = older !== null && isPresent(older, now)
      ? older.enqueuedAt
      : now;
    return {
      ...profile,
      anonId,
      enqueuedAt,
      leaseExpiresAt: now + LEASE_MS,
      ...(this.#bootId !== null && { heardBy: this.#bootId }),
    };
  }
}
