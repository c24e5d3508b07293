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
import { slotsFor } from "./slots.ts";
import { matchingKeys } from "./keys.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Ticket } from "./tickets.ts";

/** One place in the queue; a new one each time somebody joins. */
export type Place = Pick<Ticket, "enqueuedAt" | "anonId">;

/** Listings of those who fit, one for each slot, longest waiting first. */
export type Search = AsyncIterator<Deno.KvEntry<1>>[];

/** How many candidates a page of a listing holds; mostly the first will do. */
const PAGE_SIZE = 5;

/** How many places are remembered as just taken. */
const MAX_REMEMBERED = 1_000;

/** Finds candidates through the index of slots. */
export class PartnerSearch {
  readonly #store: Store;
  readonly #now: Clock;
  /** Places that were just taken; a listing under way may still name them. */
  readonly #taken = new LRUCache<string, true>({ max: MAX_REMEMBERED });

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

  /** Begins to list those who fit somebody, before the search needs them. */
  begin(profile: Profile): Search {
    return slotsFor(profile).map((slot) =>
      begun(
        this.#store.list<1>({ prefix: matchingKeys.waitingIn(slot) }, {
          batchSize: PAGE_SIZE,
        }),
      )
    );
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
    search: Search,
  ): AsyncGenerator<Place, void, void> {
    const entries = mergeSorted(search, ({ key }) => key[2] as number);
    for await (const { key } of entries) {
      const [, , enqueuedAt, anonId] = key as [0, 0, number, string];
      const place = { enqueuedAt, anonId };
      if (anonId !== seeker.anonId && !this.isTaken(place)) yield place;
    }
  }

  async #byInterest(seeker: Ticket, places: Place[]): Promise<Place[]> {
    const tickets = await Promise.all(
      places.map(({ anonId }) =>
        this.#store.get<Ticket>(matchingKeys.ticket(anonId))
      ),
    );
    return byInterest(seeker, tickets.flatMap(({ value }) => value ?? []));
  }
}

function nameOf({ enqueuedAt, anonId }: Place): string {
  return `${enqueuedAt} ${anonId}`;
}
