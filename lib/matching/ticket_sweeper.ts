/**
 * Removing the tickets of those who vanished, outside of anybody's request.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import { matchingKeys } from "./keys.ts";
import { isPresent, LEASE_MS, type Ticket, ticketRemoved } from "./tickets.ts";
import { waitNoted } from "./waits.ts";

/** Runs a task later, outside of the request that asks for it. */
export type Later = (task: () => Promise<void>) => void;

/** What {@link TicketSweeper} works with. */
export interface TicketSweeperDeps {
  /** Where tickets are kept. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Runs a sweep that a search asked for. */
  later: Later;
}

/** Tickets removed at once; what one gathered commit takes without filters. */
const REMOVED_AT_ONCE = 80;

/** Removes lapsed tickets, by the clock and when a search met many. */
export class TicketSweeper {
  readonly #deps: TicketSweeperDeps;
  #running: Promise<number> | null = null;
  #isAskedFor = false;

  /**
   * Makes a sweeper at rest.
   *
   * @param deps What it works with.
   */
  constructor(deps: TicketSweeperDeps) {
    this.#deps = deps;
  }

  /** Asks for a sweep soon; asking again before it has ended changes nothing. */
  soon(): void {
    if (this.#isAskedFor) return;
    this.#isAskedFor = true;
    this.#deps.later(async () => {
      try {
        await this.sweep();
      } finally {
        this.#isAskedFor = false;
      }
    });
  }

  /**
   * Removes the tickets of those who vanished, in small steps, so that
   * requests get their turn in between. A sweep under way is joined.
   *
   * @returns How many were removed.
   */
  sweep(): Promise<number> {
    this.#running ??= this.#sweep().finally(() => this.#running = null);
    return this.#running;
  }

  async #sweep(): Promise<number> {
    const { store, now } = this.#deps;
    let removedCount = 0;
    let chunk: Deno.KvEntry<Ticket>[] = [];
    const removeChunk = async () => {
      const removed = await Promise.all(chunk.map((it) => this.#remove(it)));
      removedCount += removed.filter(Boolean).length;
      chunk = [];
    };
    const listing = store.list<Ticket>({ prefix: matchingKeys.tickets() }, {
      batchSize: 500,
    });
    for await (const entry of listing) {
      if (!isPresent(entry.value, now())) chunk.push(entry);
      if (chunk.length === REMOVED_AT_ONCE) await removeChunk();
    }
    await removeChunk();
    return removedCount;
  }

  /** Removes a ticket unless its owner came back meanwhile. */
  async #remove(entry: Deno.KvEntry<Ticket>): Promise<boolean> {
    const { value } = entry;
    const { now, store } = this.#deps;
    const seenAt = Math.min(now(), value.leaseExpiresAt - LEASE_MS);
    const { ok } = await store.commit({
      checks: [entry],
      mutations: [
        ...ticketRemoved(value),
        waitNoted(value, "gave-up", seenAt),
      ],
    });
    return ok;
  }
}
