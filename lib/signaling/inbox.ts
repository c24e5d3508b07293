/**
 * Inboxes: for each visitor a log of what happened to them, in the order of the
 * commits.
 *
 * An entry is written in the same commit as what it tells of, under the
 * versionstamp of that commit. So none is missing, none comes twice, and the
 * versionstamp of the last entry read is where reading goes on. Entries name
 * what happened and hold no address: descriptions stay in their own places and
 * are gone with their call. Candidates are news as well and are no entries: they
 * are many, and their own log has the same order (`news.ts`).
 *
 * @module
 */

import type { OnRing } from "@/lib/kv/bells.ts";
import type { Clock } from "@/lib/clock.ts";
import { deleteKeys } from "@/lib/kv/delete_keys.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { DescriptionKind } from "@/lib/protocol/description.ts";
import type { PeerState } from "@/lib/protocol/events.ts";
import type { Role } from "@/lib/protocol/role.ts";
import type { Seat } from "./pair.ts";
import { AGREE_MS } from "@/lib/protocol/way_back.ts";
import { signalingKeys } from "./keys.ts";

/** Something that happened in a pair. */
export type InboxNews =
  | { type: "matched"; role: Role; hasOffer: boolean }
  | { type: DescriptionKind; gen: number }
  | { type: "restart" }
  | { type: "peer-state"; state: PeerState }
  /** With what the member's own part was, as the pair itself is gone. */
  | { type: "peer-left"; seat: Seat }
  /** Whoever left this call by Next asks to come back. */
  | { type: "back-asked" };

/** An entry as stored. */
export type InboxEntry = InboxNews & {
  /** The pair it happened in. */
  pairId: string;
  /** When it is no longer told, Unix milliseconds. */
  expiresAt: number;
};

/** An entry as read. */
export interface ReadEntry {
  /** Versionstamp of its commit: 20 hexadecimal digits, sorting by age. */
  id: string;
  /** What happened. */
  entry: InboxEntry;
}

/** Before every entry there can be. */
export const FIRST_ID: string = "0".repeat(20);

/** How long an entry is told, milliseconds: as long as an unused pair lives. */
const LIFE_MS = 160_000;

/** The same of those that are told for a shorter time, by what they tell. */
const SHORT_LIVES_MS: Partial<Record<InboxNews["type"], number>> = {
  // To one who was away.
  "peer-left": 60_000,
  "back-asked": AGREE_MS,
};

/** Entries read at once. A call has about ten. */
const PAGE_SIZE = 100;

/** Whom to tell what, and of which pair. */
export interface Telling {
  /** Who is told. */
  anonId: string;
  /** The pair it happened in. */
  pairId: string;
  /** What happened. */
  news: InboxNews;
}

/** Writes that tell somebody something; part of the commit that does it. */
export function told(
  { anonId, pairId, news }: Telling,
  now: number,
): Mutation[] {
  const lifeMs = SHORT_LIVES_MS[news.type] ?? LIFE_MS;
  const entry: InboxEntry = { ...news, pairId, expiresAt: now + lifeMs };
  return [
    {
      type: "append",
      prefix: signalingKeys.inbox(anonId),
      value: entry,
      expireInMs: lifeMs,
    },
    rung(anonId),
  ];
}

/**
 * Says that there is news for somebody, here or in the log of their peer. It
 * stands right behind the append of that: where it tells of it, nobody looks
 * whether there is more.
 */
export function rung(anonId: string): Mutation {
  return { type: "ring", key: signalingKeys.inboxBell(anonId) };
}

/** Reads inboxes. */
export class Inboxes {
  readonly #store: Store;
  readonly #now: Clock;

  /**
   * Works on the inboxes of a store.
   *
   * @param store Where they are kept.
   * @param now Tells the time.
   */
  constructor(store: Store, now: Clock) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * Reads what came after an entry, oldest first.
   *
   * @param after Id of the last entry that was read; {@link FIRST_ID} for all.
   */
  async read(anonId: string, after: string): Promise<ReadEntry[]> {
    const now = this.#now();
    const read: ReadEntry[] = [];
    for (let last = after;;) {
      const page = await this.#store.page<InboxEntry>({
        prefix: signalingKeys.inbox(anonId),
        // The least key that is greater than that of the last entry.
        start: signalingKeys.inboxEntry(anonId, `${last}\0`),
      }, { limit: PAGE_SIZE });
      for (const { key, value } of page) {
        last = key.at(-1) as string;
        if (value.expiresAt > now) read.push({ id: last, entry: value });
      }
      if (page.length < PAGE_SIZE) return read;
    }
  }

  /**
   * Listens for news; see {@link Store.listen}.
   *
   * @returns Stops listening.
   */
  listen(anonId: string, onNews: OnRing): () => void {
    return this.#store.listen(signalingKeys.inboxBell(anonId), onNews);
  }

  /** Removes entries whose life is over. */
  async sweep(): Promise<void> {
    await deleteKeys(this.#store, this.#keysOver(this.#now()));
  }

  async *#keysOver(now: number): AsyncGenerator<Deno.KvKey> {
    const entries = this.#store.list<InboxEntry>(
      { prefix: signalingKeys.inboxes() },
      { batchSize: 500 },
    );
    for await (const { key, value } of entries) {
      if (value.expiresAt <= now) yield key;
    }
  }
}
