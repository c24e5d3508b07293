/**
 * Joining the queue, asking for a partner, leaving.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Profile } from "@/lib/matching/profile.ts";
import { keys } from "./keys.ts";
import {
  Matchmaker,
  type MatchmakerDeps,
  type Standing,
} from "./matchmaker.ts";
import type { Pair, Pairs } from "./pairs.ts";
import type { Store } from "./store.ts";
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
  | { state: "waiting" }
  | { state: "not-queued" };

/** The waiting line. */
export class Queue {
  readonly #store: Store;
  readonly #pairs: Pairs;
  readonly #now: Clock;
  readonly #matchmaker: Matchmaker;

  /**
   * Makes a queue with a matchmaker of its own.
   *
   * @param deps What it works with.
   */
  constructor(deps: MatchmakerDeps) {
    this.#store = deps.store;
    this.#pairs = deps.pairs;
    this.#now = deps.now;
    this.#matchmaker = new Matchmaker(deps);
  }

  /**
   * Joins the queue and tries to pair at once. Leaves a call first; one who
   * waits already keeps the place and takes the new filters.
   */
  async enqueue(anonId: string, profile: Profile): Promise<void> {
    while (true) {
      const search = this.#matchmaker.beginSearch(profile);
      const standing = await this.#matchmaker.standingOf(anonId);
      const pair = await this.#pairs.of(standing.index);
      if (pair !== null) {
        await this.#pairs.end(pair.pairId);
        continue;
      }
      const ticket = this.#newTicket(anonId, profile, standing);
      const made = await this.#matchmaker.pairUp(ticket, standing, search);
      if (made !== null) return;
      const older = standing.ticket.value;
      const { ok } = await this.#store.commit({
        checks: [standing.ticket, standing.index],
        mutations: older === null
          ? ticketCreated(ticket)
          : ticketReplaced(older, ticket),
      });
      if (ok) return;
    }
  }

  /** Tells where somebody stands, trying to pair one who waits. */
  async matchmake(anonId: string): Promise<MatchState> {
    const standing = await this.#matchmaker.standingOf(anonId);
    const pair = await this.#pairs.of(standing.index);
    if (pair !== null) return { state: "paired", pair };
    const { ticket } = standing;
    if (ticket.versionstamp === null) return { state: "not-queued" };
    const made = await this.#matchmaker.pairUp(ticket.value, standing);
    if (made !== null) return { state: "paired", pair: made };
    await renewLease(this.#store, ticket, this.#now());
    return { state: "waiting" };
  }

  /** Leaves the queue and the call, whichever it is. */
  async leave(anonId: string): Promise<void> {
    while (true) {
      const { ticket, index } = await this.#matchmaker.standingOf(anonId);
      const pair = await this.#pairs.of(index);
      if (pair !== null) await this.#pairs.end(pair.pairId);
      if (ticket.versionstamp === null) return;
      const { ok } = await this.#store.commit({
        checks: [ticket],
        mutations: ticketRemoved(ticket.value),
      });
      if (ok) return;
    }
  }

  /** Counts the people who wait. */
  length(): Promise<number> {
    return this.#store.count(keys.waitingCount());
  }

  #newTicket(anonId: string, profile: Profile, standing: Standing): Ticket {
    const now = this.#now();
    const older = standing.ticket.value;
    const enqueuedAt = older !== null && isPresent(older, now)
      ? older.enqueuedAt
      : now;
    return { ...profile, anonId, enqueuedAt, leaseExpiresAt: now + LEASE_MS };
  }
}
