/**
 * Lists the waiting people whom a seeker may try, best first.
 *
 * @module
 */

import { LRUCache } from "lru-cache";
import type { Clock } from "@/lib/clock.ts";
import { begun, mergeSorted } from "./merge_sorted.ts";
import { byInterest, INTEREST_DEPTH, prefersInterests } from "./preference.ts";
import type { Profile } from "@/lib/protocol/profile.ts";
import { searchedSlots } from "./slots.ts";
import { matchingKeys } from "./keys.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Ticket } from "./tickets.ts";

/** One place in the queue; a new one each time somebody joins. */
export type Place = Pick<Ticket, "enqueuedAt" | "anonId">;

/** A search under way. */
export interface Search {
  /** Listings, one for each slot, longest waiting first. */
  listings: AsyncIterator<Deno.KvEntry<string>>[];
  /** The countries that fit, where others are listed as well; else `null`. */
  countries: ReadonlySet<string> | null;
}

/** How many candidates a page of a listing holds; in a crowd many are taken. */
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
  /** Places that were just taken; a listing under way may still name them. */
  readonly #taken = new LRUCache<string, true>({ max: MAX_REMEMBERED });

  /** Where each seeker's next search goes on, if the last one gave up. */
  readonly #passed = new LRUCache<string, Deno.KvKey>({ max: MAX_REMEMBERED });

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
    const place = anonId === undefined ? undefined : this.#passed.get(anonId);
    const batchSize = countries === null ? PAGE_SIZE : WIDE_PAGE_SIZE;
    const listings = slots.map((slot) => {
      const prefix = matchingKeys.waitingIn(slot);
      const start = place && [...prefix, ...place];
      const selector = { prefix, ...(start && { start }) };
      return begun(this.#store.list<string>(selector, { batchSize }));
    });
    return { listings, countries };
  }

  /** Yields those who fit a seeker: longest waiting first, interests aside. */
  async *of(seeker: Ticket, search: Search): AsyncGenerator<Place, void, void> {
    this.#taken.delete(nameOf(seeker));
    const places = this.#places(seeker, search);
    if (prefersInterests(seeker, this.#now())) {
      const eldest: Place[] = [];
      while (eldest.length < INTEREST_DEPTH) {
        const { done, value } = await places.next();
        if (done) break;
        eldest.push(value);
      }
      yield* await this.#byInterest(seeker, eldest);
    }
    yield* places;
  }

  /** Takes note that somebody left their place for a call. */
  noteTaken(place: Place): void {
    this.#taken.set(nameOf(place), true);
  }

  /** Says whether somebody was seen to leave their place for a call. */
  isTaken(place: Place): boolean {
    return this.#taken.has(nameOf(place));
  }

  async *#places(
    seeker: Ticket,
    { listings, countries }: Search,
  ): AsyncGenerator<Place, void, void> {
    const entries = mergeSorted(listings, ({ key }) => key[2] as number);
    let passedCount = 0;
    for await (const { key, value } of entries) {
      const [, , enqueuedAt, anonId] = key as [0, 0, number, string];
      if (countries?.has(value) === false) {
        if (++passedCount < MAX_PASSED) continue;
        this.#passed.set(seeker.anonId, [enqueuedAt, anonId]);
        return;
      }
      const place = { enqueuedAt, anonId };
      if (anonId !== seeker.anonId && !this.isTaken(place)) yield place;
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

function nameOf({ enqueuedAt, anonId }: Place): string {
  return `${enqueuedAt} ${anonId}`;
}
