/**
 * Lists the waiting people whom a seeker may try, best first.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { RecentlyUsed } from "@/lib/recently_used.ts";
import { byInterest, INTEREST_DEPTH, prefersInterests } from "./preference.ts";
import type { Profile } from "@/lib/protocol/profile.ts";
import { searchedSlots } from "./slots.ts";
import { matchingKeys } from "./keys.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Ticket } from "./tickets.ts";
import { WaitingList } from "./waiting_list.ts";

/** One place in the queue; a new one each time somebody joins. */
export type Place = Pick<Ticket, "enqueuedAt" | "anonId">;

/** A search under way. */
export interface Search {
  /** The slots that are searched. */
  waiting: WaitingList;
  /** The countries that fit, where others are listed as well; else `null`. */
  countries: ReadonlySet<string> | null;
}

/** Most that is read of a slot at once; in a crowd many are taken. */
const PAGE_SIZE = 20;

/** The same, where some of those listed do not fit. */
const WIDE_PAGE_SIZE = 50;

/**
 * How many who do not fit one search passes: two pages more than the first of
 * each listing. The next search of the same seeker goes on from there.
 */
export const MAX_PASSED = 100;

/** How many keys are read as one. */
const READ_TOGETHER = 10;

/** How many places are remembered as just taken. */
const MAX_REMEMBERED = 1_000;

/** Finds candidates through the index of slots. */
export class PartnerSearch {
  readonly #store: Store;
  readonly #now: Clock;
  /**
   * When those joined whose place was just taken; a listing under way may still
   * name it.
   */
  readonly #taken = new RecentlyUsed<number>(MAX_REMEMBERED);

  /** Where each seeker's next search goes on, if the last one gave up. */
  readonly #passed = new RecentlyUsed<Place>(MAX_REMEMBERED);

  /**
   * Works on the index of a store.
   *
   * @param store Where tickets are kept.
   * @param now Tells the time.
   */
  constructor(store: Store, now: Clock) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * Begins to list those who fit somebody, before the search needs them.
   *
   * @param anonId Whose search goes on where the last one gave up.
   */
  begin(profile: Profile, anonId?: string): Search {
    const { slots, countries } = searchedSlots(profile);
    const waiting = new WaitingList(this.#store, slots, {
      start: anonId === undefined ? undefined : this.#passed.get(anonId),
      pageSize: countries === null ? PAGE_SIZE : WIDE_PAGE_SIZE,
    });
    return { waiting, countries };
  }

  /**
   * Gives those who fit a seeker, some at a time: longest waiting first,
   * interests aside.
   */
  of(seeker: Ticket, search: Search): AsyncGenerator<Place[], void, void> {
    this.#taken.delete(seeker.anonId);
    const pages = this.#pages(seeker, search);
    return prefersInterests(seeker, this.#now())
      ? this.#interestsFirst(seeker, pages)
      : pages;
  }

  /** Takes note that somebody left their place for a call. */
  noteTaken({ enqueuedAt, anonId }: Place): void {
    this.#taken.set(anonId, enqueuedAt);
  }

  /** Says whether somebody was seen to leave their place for a call. */
  isTaken({ enqueuedAt, anonId }: Place): boolean {
    return this.#taken.get(anonId) === enqueuedAt;
  }

  async *#interestsFirst(
    seeker: Ticket,
    pages: AsyncGenerator<Place[], void, void>,
  ): AsyncGenerator<Place[], void, void> {
    const eldest: Place[] = [];
    while (eldest.length < INTEREST_DEPTH) {
      const { done, value } = await pages.next();
      if (done) break;
      eldest.push(...value);
    }
    const later = eldest.splice(INTEREST_DEPTH);
    yield await this.#byInterest(seeker, eldest);
    yield later;
    yield* pages;
  }

  async *#pages(
    seeker: Ticket,
    { waiting, countries }: Search,
  ): AsyncGenerator<Place[], void, void> {
    let passedCount = 0;
    for (let listed; (listed = await waiting.next()).length > 0;) {
      const places: Place[] = [];
      for (const place of listed) {
        if (countries?.has(place.country) !== false) {
          const isOther = place.anonId !== seeker.anonId;
          if (isOther && !this.isTaken(place)) places.push(place);
        } else if (++passedCount === MAX_PASSED) {
          this.#passed.set(seeker.anonId, place);
          yield places;
          return;
        }
      }
      yield places;
    }
    this.#passed.delete(seeker.anonId);
  }

  async #byInterest(seeker: Ticket, places: Place[]): Promise<Place[]> {
    const keys = places.map(({ anonId }) => matchingKeys.ticket(anonId));
    const reads = Array.from(
      { length: Math.ceil(keys.length / READ_TOGETHER) },
      (_, i) =>
        this.#store.getMany<Ticket[]>(
          keys.slice(i * READ_TOGETHER, (i + 1) * READ_TOGETHER),
        ),
    );
    const tickets = (await Promise.all(reads)).flat();
    return byInterest(seeker, tickets.flatMap(({ value }) => value ?? []));
  }
}
