/**
 * Several slots read as one list, longest waiting first, as far as it is asked
 * for.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import type { WaitingKey } from "./keys.ts";
import { matchingKeys } from "./keys.ts";

/** Somebody who is listed in a slot. */
export interface Listed {
  /** When they joined the queue, Unix milliseconds. */
  enqueuedAt: number;
  /** Who it is. */
  anonId: string;
  /** Where they are, ISO 3166 alpha-2. */
  country: string;
}

/** From where on, and how much at once. */
export interface WaitingListOptions {
  /** The place to begin at; without it, the first. */
  start?: Pick<Listed, "enqueuedAt" | "anonId"> | undefined;
  /** Most that is read of a slot at once. */
  pageSize: number;
}

/**
 * How many are read first where reading costs by what is read, and not by how
 * often: mostly the first one who is listed fits and is free.
 */
const FIRST_SIZE = 5;

/** A slot, and what was read of it and not given yet. */
interface Slot {
  /** What is left of it; without `start` all of it. */
  rest: { readonly prefix: Deno.KvKey; readonly start?: Deno.KvKey };
  /** Whether all of it was read. */
  isRead: boolean;
  /** In order. */
  unread: readonly Listed[];
}

/** Reads the people who wait in some slots. */
export class WaitingList {
  readonly #store: Store;
  readonly #slots: readonly Slot[];
  readonly #pageSize: number;
  #size: number;
  #first: Promise<readonly Listed[]> | null = null;

  /**
   * Begins to read at once where that takes a journey, so that it is under way
   * while something else is waited for; in memory, when it is asked.
   *
   * @param slots Names of the slots; nobody stands in two of them.
   */
  constructor(
    store: Store,
    slots: readonly string[],
    { start, pageSize }: WaitingListOptions,
  ) {
    this.#store = store;
    this.#pageSize = pageSize;
    this.#size = store.isOwned ? FIRST_SIZE : pageSize;
    this.#slots = slots.map((slot) => {
      const prefix = matchingKeys.waitingIn(slot);
      const rest = start === undefined ? { prefix } : {
        prefix,
        start: matchingKeys.waiting(slot, start.enqueuedAt, start.anonId),
      };
      return { rest, isRead: false, unread: [] };
    });
    if (store.isOwned) return;
    this.#first = this.#read();
    // The reader gets the failure from next(); without a reader it is no error.
    this.#first.catch(() => {});
  }

  /**
   * Reads on.
   *
   * @returns Who comes next, at least one; none at the end.
   */
  next(): Promise<readonly Listed[]> {
    const page = this.#first ?? this.#read();
    this.#first = null;
    return page;
  }

  async #read(): Promise<readonly Listed[]> {
    const limit = this.#size;
    const due = this.#slots.filter(({ unread, isRead }) =>
      unread.length === 0 && !isRead
    );
    const rests = due.map(({ rest }) => rest);
    const pages = await this.#store.pages<string>(rests, { limit });
    due.forEach((slot, i) => fill(slot, pages[i]!, limit));
    this.#size = this.#pageSize;
    return this.#takeSettled();
  }

  /** Takes those before whom nobody can come who is not read yet. */
  #takeSettled(): readonly Listed[] {
    const full = this.#slots.filter(({ unread }) => unread.length > 0);
    // Mostly all who fit stand in one slot, in order.
    const [only] = full;
    if (full.length === 1) {
      const { unread } = only!;
      only!.unread = [];
      return unread;
    }
    const ends = full.map(({ isRead, unread }) =>
      isRead ? Infinity : unread.at(-1)!.enqueuedAt
    );
    const end = Math.min(...ends);
    const settled = full.flatMap((slot) => {
      const taken = slot.unread.filter((one) => one.enqueuedAt <= end);
      slot.unread = slot.unread.slice(taken.length);
      return taken;
    });
    return settled.sort((one, other) => one.enqueuedAt - other.enqueuedAt);
  }
}

/** Puts what was read of a slot into it. */
function fill(
  slot: Slot,
  page: readonly Deno.KvEntry<string>[],
  limit: number,
): void {
  slot.unread = page.map(listedIn);
  slot.isRead = page.length < limit;
  const last = slot.unread.at(-1);
  if (last === undefined) return;
  const { prefix } = slot.rest;
  // The first key behind that of the last one.
  const start = [...prefix, last.enqueuedAt, `${last.anonId}\0`];
  slot.rest = { prefix, start };
}

function listedIn({ key, value: country }: Deno.KvEntry<string>): Listed {
  // By number: to take a list apart costs an iterator for everybody listed.
  const { 2: enqueuedAt, 3: anonId } = key as unknown as WaitingKey;
  return { enqueuedAt, anonId, country };
}
