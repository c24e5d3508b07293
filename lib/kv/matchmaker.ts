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
import { mergeSorted } from "@/lib/matching/merge_sorted.ts";
import {
  byInterest,
  INTEREST_DEPTH,
  prefersInterests,
} from "@/lib/matching/preference.ts";
import { fit } from "@/lib/matching/profile.ts";
import { slotsFor } from "@/lib/matching/slots.ts";
import { keys } from "./keys.ts";
import { type Pair, PAIR_LIFE_MS, pairCreated, type Pairs } from "./pairs.ts";
import {
  isRecent,
  recentNoted,
  type RecentPartner,
} from "./recent_partners.ts";
import type { Store } from "./store.ts";
import {
  isPresent,
  type Ticket,
  type TicketEntry,
  ticketRemoved,
} from "./tickets.ts";

/** One person's records as they were read, with their versions. */
export interface Standing {
  /** Place in the queue, if any. */
  ticket: TicketEntry;
  /** Index entry of the call they are in, if any. */
  index: Deno.KvEntryMaybe<string>;
  /** Whom they just talked to. */
  recents: Deno.KvEntryMaybe<RecentPartner[]>;
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

interface Candidate extends Standing {
  ticket: Deno.KvEntry<Ticket>;
}

/** How many candidates a page of a listing holds. */
const PAGE_SIZE = 16;

/** Pairs those who fit. */
export class Matchmaker {
  readonly #deps: MatchmakerDeps;
  /** People in a claim under way: trying for them now would only lose. */
  readonly #claimed = new Set<string>();

  /** @param deps What it works with. */
  constructor(deps: MatchmakerDeps) {
    this.#deps = deps;
  }

  /** Reads somebody's records as one snapshot. */
  async standingOf(anonId: string): Promise<Standing> {
    const [ticket, index, recents] = await this.#deps.store.getMany<
      [Ticket, string, RecentPartner[]]
    >([keys.ticket(anonId), keys.pairByAnon(anonId), keys.recent(anonId)]);
    return { ticket, index, recents };
  }

  /**
   * Tries to pair somebody with the longest waiting person who fits; with a
   * recent partner only when nobody else does.
   *
   * @param seeker Who looks, with the filters to use.
   * @param standing Their records; the claim holds only while these are current.
   * @returns The pair, or `null` when nobody could be claimed. The caller is
   * the seeker, who learns of the pair first.
   */
  async pairUp(seeker: Ticket, standing: Standing): Promise<Pair | null> {
    if (this.#claimed.has(seeker.anonId)) return null;
    const recents: string[] = [];
    for await (const anonId of this.#candidatesFor(seeker)) {
      const found = await this.#look(seeker, anonId);
      if (found === null) continue;
      if (this.#areRecent(seeker, standing, found)) {
        recents.push(anonId);
        continue;
      }
      const outcome = await this.#claim(seeker, standing, found);
      if (outcome !== "candidate-lost") return outcome;
    }
    for (const anonId of recents) {
      const found = await this.#look(seeker, anonId);
      if (found === null) continue;
      const outcome = await this.#claim(seeker, standing, found);
      if (outcome !== "candidate-lost") return outcome;
    }
    return null;
  }

  async *#candidatesFor(seeker: Ticket): AsyncGenerator<string, void, void> {
    const { store, now } = this.#deps;
    const listings = slotsFor(seeker).map((slot) =>
      store.list<1>({ prefix: keys.waitingIn(slot) }, { batchSize: PAGE_SIZE })
    );
    const entries = mergeSorted(listings, ({ key }) => key[2] as number);
    const next = async () => {
      const { done, value } = await entries.next();
      return done ? null : value.key[3] as string;
    };
    if (prefersInterests(seeker, now())) {
      const eldest: string[] = [];
      let anonId = await next();
      for (; anonId !== null; anonId = await next()) {
        if (eldest.push(anonId) === INTEREST_DEPTH) break;
      }
      yield* await this.#byInterest(seeker, eldest);
    }
    for (let id = await next(); id !== null; id = await next()) yield id;
  }

  async #byInterest(seeker: Ticket, anonIds: string[]): Promise<string[]> {
    const tickets = await Promise.all(
      anonIds.map((id) => this.#deps.store.get<Ticket>(keys.ticket(id))),
    );
    const present = tickets.flatMap(({ value }) => value ?? []);
    return byInterest(seeker, present).map(({ anonId }) => anonId);
  }

  /** Reads a candidate; `null` when they cannot be paired with the seeker. */
  async #look(seeker: Ticket, anonId: string): Promise<Candidate | null> {
    const { store, pairs, now } = this.#deps;
    if (anonId === seeker.anonId || this.#claimed.has(anonId)) return null;
    const [ticket, index, recents, blocks, isBlockedBy] = await store.getMany<
      [Ticket, string, RecentPartner[], 1, 1]
    >([
      keys.ticket(anonId),
      keys.pairByAnon(anonId),
      keys.recent(anonId),
      keys.block(seeker.anonId, anonId),
      keys.block(anonId, seeker.anonId),
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
    return { ticket, index, recents };
  }

  #areRecent(seeker: Ticket, standing: Standing, other: Candidate): boolean {
    const now = this.#deps.now();
    return isRecent(standing.recents.value, other.ticket.value.anonId, now) ||
      isRecent(other.recents.value, seeker.anonId, now);
  }

  /**
   * Claims a candidate, looking at them again once when only their lease
   * changed meanwhile.
   *
   * @returns The pair; `null` when the seeker's own standing changed.
   */
  async #claim(
    seeker: Ticket,
    standing: Standing,
    other: Candidate,
  ): Promise<Pair | null | "candidate-lost"> {
    const first = await this.#commitPair(seeker, standing, other);
    if (first !== null) return first;
    const current = await this.standingOf(seeker.anonId);
    if (!isSame(current, standing)) {
      return await this.#deps.pairs.of(current.index);
    }
    const again = await this.#look(seeker, other.ticket.value.anonId);
    if (again === null) return "candidate-lost";
    return await this.#commitPair(seeker, standing, again) ?? "candidate-lost";
  }

  async #commitPair(
    seeker: Ticket,
    standing: Standing,
    other: Candidate,
  ): Promise<Pair | null> {
    const { store, newPairId, now } = this.#deps;
    const callee = other.ticket.value;
    const both = [seeker.anonId, callee.anonId];
    const createdAt = now();
    const pair: Pair = {
      pairId: newPairId(),
      callerId: seeker.anonId,
      calleeId: callee.anonId,
      createdAt,
      expiresAt: createdAt + PAIR_LIFE_MS,
    };
    both.forEach((anonId) => this.#claimed.add(anonId));
    try {
      const { ok } = await store.commit({
        checks: [standing.ticket, standing.index, other.ticket, other.index],
        mutations: [
          ...(standing.ticket.value
            ? ticketRemoved(standing.ticket.value)
            : []),
          ...ticketRemoved(callee),
          ...pairCreated(pair),
          noted(seeker.anonId, standing, callee.anonId, createdAt),
          noted(callee.anonId, other, seeker.anonId, createdAt),
        ],
      });
      return ok ? pair : null;
    } finally {
      both.forEach((anonId) => this.#claimed.delete(anonId));
    }
  }
}

function noted(
  anonId: string,
  { recents }: Standing,
  partnerId: string,
  now: number,
) {
  return recentNoted({ anonId, recents: recents.value, partnerId }, now);
}

function isSame(one: Standing, other: Standing): boolean {
  return one.ticket.versionstamp === other.ticket.versionstamp &&
    one.index.versionstamp === other.index.versionstamp;
}
