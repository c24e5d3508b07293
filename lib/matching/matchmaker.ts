/**
 * Finds a partner and claims the pair. Whoever loses the race for one partner
 * goes on to the next.
 *
 * @module
 */

import pLimit from "p-limit";
import type { Clock } from "@/lib/clock.ts";
import { claimed, type VisitorRecords, type WaitingRecords } from "./claim.ts";
import { readCandidate } from "./candidate.ts";
import type { Profile } from "@/lib/protocol/profile.ts";
import { PartnerSearch, type Place, type Search } from "./partner_search.ts";
import { matchingKeys } from "./keys.ts";
import { signalingKeys } from "@/lib/signaling/keys.ts";
import type { Pair } from "@/lib/signaling/pair.ts";
import type { Pairs } from "@/lib/signaling/pairs.ts";
import {
  heldBackUntil,
  isRecent,
  type RecentPartner,
} from "./recent_partners.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import type { Ticket, WaitingOffer } from "./tickets.ts";
import type { TicketSweeper } from "./ticket_sweeper.ts";
import { Tries } from "./tries.ts";

/** What the matchmaker needs from outside. */
export interface MatchmakerDeps {
  /** Where tickets and pairs are kept. */
  store: Store;
  /** Reads pairs. */
  pairs: Pairs;
  /** Tells the time. */
  now: Clock;
  /** Removes the tickets of those who vanished. */
  sweeper: Pick<TicketSweeper, "soon">;
  /** Names the start of this process where it alone hears of all browsers. */
  bootId: string | null;
  /** Makes an id that nobody can guess. */
  newPairId: () => string;
}

/**
 * Tickets of vanished people that one search passes before it gives up. The
 * sweeper is told, and the seeker asks again within a second.
 */
const MAX_LAPSED = 20;

/**
 * Searches under way at once; others wait for their turn, about as long as a
 * commit takes. All of a crowd that searched at once would pass each other's
 * candidates, and the cost would grow with the square of the crowd.
 */
const MAX_SEARCHES = 50;

/** How a search ended. */
export interface SearchEnd {
  /** The pair; `null` when nobody could be claimed. */
  pair: Pair | null;
  /**
   * When recent partners are tried again, Unix milliseconds, where nobody else
   * waits who fits; else `null`.
   */
  heldUntil: number | null;
}

/** A recent partner: somebody else should be tried first. */
interface Held {
  anonId: string;
  /** Until when they are kept apart even when there is nobody else. */
  heldUntil: number;
}

/**
 * How a try for one candidate ended: with a pair; `null` when the seeker's own
 * records changed, so that the search is over; `lost` when the candidate is
 * not to be had; `lapsed` when they vanished; or they are a recent partner.
 */
type Outcome = Pair | null | "lost" | "lapsed" | Held;

/** Pairs those who fit. */
export class Matchmaker {
  readonly #deps: MatchmakerDeps;
  readonly #partners: PartnerSearch;
  /** Others look elsewhere first instead of losing the same race. */
  readonly #tries = new Tries();
  readonly #searches = pLimit(MAX_SEARCHES);

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
    await this.#tries.ended(anonId);
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
    return { ticket, index, recents, offer: offer.value };
  }

  /** Begins a search, before the seeker's records are there. */
  beginSearch(profile: Profile): Search {
    return this.#partners.begin(profile);
  }

  /**
   * Tries to pair somebody with the longest waiting person who fits; with a
   * recent partner only when nobody else does, and not at once.
   *
   * @param seeker Who looks, with the filters to use.
   * @param records Their records; the claim holds only while these are current.
   * @param search A search begun for the same filters.
   * @returns The pair, if somebody could be claimed. Its caller is the one who
   * waited longer.
   */
  async pairUp(
    seeker: Ticket,
    records: VisitorRecords,
    search: Search = this.#partners.begin(seeker, seeker.anonId),
  ): Promise<SearchEnd> {
    // The page that the search began with is out of date after a wait.
    const mustWait = this.#searches.activeCount === MAX_SEARCHES;
    return await this.#searches(async () => {
      if (!mustWait) return await this.#search(seeker, records, search);
      const current = await this.#read(seeker.anonId);
      if (!isSame(current, records)) {
        return ended(await this.#deps.pairs.of(current.index));
      }
      const later = this.#partners.begin(seeker, seeker.anonId);
      return await this.#search(seeker, records, later);
    });
  }

  async #search(
    seeker: Ticket,
    records: VisitorRecords,
    search: Search,
  ): Promise<SearchEnd> {
    const held: Held[] = [];
    let busy: Place | undefined;
    let lapsedCount = 0;
    for await (const place of this.#partners.of(seeker, search)) {
      if (this.#tries.has(place.anonId)) {
        busy ??= place;
        continue;
      }
      const outcome = await this.#try(seeker, records, place);
      if (isFinal(outcome)) return ended(outcome);
      if (isHeld(outcome)) held.push(outcome);
      if (outcome === "lapsed" && ++lapsedCount === MAX_LAPSED) {
        this.#deps.sweeper.soon();
        break;
      }
    }
    // Of few people the first may be free again. In a crowd whoever is tried for
    // is taken a moment later, and to wait for each would hold up everybody.
    if (busy !== undefined) {
      const outcome = await this.#tryAfterOthers(seeker, records, busy);
      if (isFinal(outcome)) return ended(outcome);
      if (isHeld(outcome)) held.push(outcome);
    }
    return await this.#tryRecents(seeker, records, held);
  }

  /** Tries for those recent partners who were kept apart for long enough. */
  async #tryRecents(
    seeker: Ticket,
    records: VisitorRecords,
    held: readonly Held[],
  ): Promise<SearchEnd> {
    const now = this.#deps.now();
    for (const { anonId, heldUntil } of held) {
      if (heldUntil > now) continue;
      const take = { anonId, isRecentFine: true };
      const outcome = await this.#try(seeker, records, take);
      if (isFinal(outcome)) return ended(outcome);
    }
    const ends = held.map(({ heldUntil }) => heldUntil);
    const heldUntil = Math.min(...ends.filter((at) => at > now));
    return {
      pair: null,
      heldUntil: Number.isFinite(heldUntil) ? heldUntil : null,
    };
  }

  /**
   * Pairs two who both want each other back, before anybody else.
   *
   * @param seekerId Who asks; they have to wait, as the other one has.
   * @param also What else the commit changes.
   * @returns The pair; `null` when one of the two is not there any more, is in
   * a call, or is to be kept from the other.
   */
  async pairAgain(
    seekerId: string,
    partnerId: string,
    also: readonly Mutation[],
  ): Promise<Pair | null> {
    // Once more, for perhaps only a lease was renewed.
    for (let looks = 0; looks < 2; looks++) {
      const records = await this.recordsOf(seekerId);
      const { ticket, index } = records;
      const isFree = ticket.versionstamp !== null &&
        index.versionstamp === null;
      if (!isFree) return null;
      const found = await readCandidate(ticket.value, partnerId, this.#deps);
      if (typeof found === "string") return null;
      const pair = await this.#claim(ticket.value, records, found, also);
      if (pair !== null) return pair;
    }
    return null;
  }

  /** Tries for somebody once the try that is under way for them has ended. */
  async #tryAfterOthers(
    seeker: Ticket,
    records: VisitorRecords,
    place: Place,
  ): Promise<Outcome> {
    await this.#tries.ended(place.anonId);
    if (this.#partners.isTaken(place)) return "lost";
    return await this.#try(seeker, records, place);
  }

  #areRecent(
    seeker: Ticket,
    records: VisitorRecords,
    other: WaitingRecords,
  ): boolean {
    const now = this.#deps.now();
    return isRecent(records.recents.value, other.ticket.value.anonId, now) ||
      isRecent(other.recents.value, seeker.anonId, now);
  }

  /** Runs one try for a candidate, once nobody tries for the seeker. */
  async #try(
    seeker: Ticket,
    records: VisitorRecords,
    { anonId, isRecentFine = false }: {
      anonId: string;
      isRecentFine?: boolean;
    },
  ): Promise<Outcome> {
    if (this.#tries.has(seeker.anonId)) {
      await this.#tries.ended(seeker.anonId);
      const current = await this.#read(seeker.anonId);
      if (!isSame(current, records)) {
        return await this.#deps.pairs.of(current.index);
      }
    }
    return await this.#tries.run(
      [seeker.anonId, anonId],
      () => this.#attempt(seeker, records, { anonId, isRecentFine }),
    );
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
      const found = await readCandidate(seeker, anonId, this.#deps);
      if (typeof found === "string") return found;
      if (!isRecentFine && this.#areRecent(seeker, records, found)) {
        return { anonId, heldUntil: heldBackUntil(seeker, found.ticket.value) };
      }
      const pair = await this.#claim(seeker, records, found);
      if (pair !== null) return pair;
      const current = await this.#read(seeker.anonId);
      if (!isSame(current, records)) {
        return await this.#deps.pairs.of(current.index);
      }
    }
    return "lost";
  }

  async #claim(
    seeker: Ticket,
    records: VisitorRecords,
    partner: WaitingRecords,
    also: readonly Mutation[] = [],
  ): Promise<Pair | null> {
    const { store, pairs, newPairId, now } = this.#deps;
    const { rowChars } = store;
    const claim = { seeker, records, partner, rowChars, pairId: newPairId() };
    const { pair, write } = claimed(claim, now());
    const { ok, versionstamp } = await store.commit({
      ...write,
      mutations: [...write.mutations, ...also],
    });
    if (!ok) return null;
    pairs.noteCreated(pair, versionstamp);
    this.#partners.noteTaken(seeker);
    this.#partners.noteTaken(partner.ticket.value);
    return pair;
  }
}

/** Says whether a try ended the search. */
function isFinal(outcome: Outcome): outcome is Pair | null {
  return outcome === null || (typeof outcome !== "string" && !isHeld(outcome));
}

function isHeld(outcome: Outcome): outcome is Held {
  return outcome !== null && typeof outcome !== "string" &&
    "heldUntil" in outcome;
}

function ended(pair: Pair | null): SearchEnd {
  return { pair, heldUntil: null };
}

function isSame(one: VisitorRecords, other: VisitorRecords): boolean {
  return one.ticket.versionstamp === other.ticket.versionstamp &&
    one.index.versionstamp === other.index.versionstamp;
}
