/**
 * Finds a partner. Whoever loses the race for one partner goes on to the next.
 *
 * @module
 */

import pLimit from "p-limit";
import type { Clock } from "@/lib/clock.ts";
import type { Profile } from "@/lib/protocol/profile.ts";
import type { Pair } from "@/lib/signaling/pair.ts";
import type { VisitorRecords } from "./claim.ts";
import {
  type Held,
  isFinal,
  isHeld,
  type Outcome,
  type Pairing,
} from "./pairing.ts";
import type { PartnerSearch, Place, Search } from "./partner_search.ts";
import type { TicketSweeper } from "./ticket_sweeper.ts";
import type { Ticket } from "./tickets.ts";

/** What the matchmaker needs from outside. */
export interface MatchmakerDeps {
  /** Tells the time. */
  now: Clock;
  /** Removes the tickets of those who vanished. */
  sweeper: Pick<TicketSweeper, "soon">;
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
  /** Whether it was broken off, as the seeker's records have to be read again. */
  isBrokenOff: boolean;
}

/** Pairs those who fit. */
export class Matchmaker {
  readonly #deps: MatchmakerDeps;
  readonly #pairing: Pairing;
  readonly #partners: PartnerSearch;
  readonly #searches = pLimit(MAX_SEARCHES);

  /**
   * Makes a matchmaker that remembers nobody yet.
   *
   * @param pairing Makes the pairs; `partners` is told of those.
   */
  constructor(
    deps: MatchmakerDeps,
    { pairing, partners }: { pairing: Pairing; partners: PartnerSearch },
  ) {
    this.#deps = deps;
    this.#pairing = pairing;
    this.#partners = partners;
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
    // Whoever is left need not wait as well.
    if (mustWait && records.leaving) return ended(null);
    return await this.#searches(async () => {
      if (!mustWait) return await this.#search(seeker, records, search);
      const current = await this.#pairing.isCurrent(seeker.anonId, records);
      if (current !== true) return ended(current);
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
    pages: for await (const places of this.#partners.of(seeker, search)) {
      for (const place of places) {
        // Perhaps while others of the page were tried for.
        if (this.#partners.isTaken(place)) continue;
        if (this.#pairing.isBusy(place.anonId)) {
          busy ??= place;
          continue;
        }
        const outcome = await this.#pairing.try(seeker, records, place);
        if (isFinal(outcome)) return ended(outcome);
        if (isHeld(outcome)) held.push(outcome);
        if (outcome === "lapsed" && ++lapsedCount === MAX_LAPSED) {
          this.#deps.sweeper.soon();
          break pages;
        }
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
      const outcome = await this.#pairing.try(seeker, records, take);
      if (isFinal(outcome)) return ended(outcome);
    }
    const ends = held.map(({ heldUntil }) => heldUntil);
    const heldUntil = Math.min(...ends.filter((at) => at > now));
    return {
      pair: null,
      heldUntil: Number.isFinite(heldUntil) ? heldUntil : null,
      isBrokenOff: false,
    };
  }

  /** Tries for somebody once the try that is under way for them has ended. */
  async #tryAfterOthers(
    seeker: Ticket,
    records: VisitorRecords,
    place: Place,
  ): Promise<Outcome> {
    // Of all who waited for that try only one may be the next.
    while (this.#pairing.isBusy(place.anonId)) {
      await this.#pairing.ended(place.anonId);
    }
    if (this.#partners.isTaken(place)) return "lost";
    return await this.#pairing.try(seeker, records, place);
  }
}

function ended(pair: Pair | null): SearchEnd {
  return { pair, heldUntil: null, isBrokenOff: pair === null };
}
