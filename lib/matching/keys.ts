/**
 * Every Deno KV key of the queue. No other file spells one.
 *
 * | key                                     | value             | lives for              | written by         | read by           |
 * | --------------------------------------- | ----------------- | ---------------------- | ------------------ | ----------------- |
 * | `["ticket", anonId]`                    | `Ticket`          | 45 s lease, then swept | tickets.ts         | pairing.ts        |
 * | `["ticket_offer", anonId]`              | of older versions | with its ticket        | nobody             | nobody            |
 * | `["waiting", slot, enqueuedAt, anonId]` | country           | with its ticket        | tickets.ts         | waiting_list.ts   |
 * | `["waiting_count"]`                     | `KvU64`           | for ever               | tickets.ts         | `qlen`            |
 * | `["recent", anonId]`                    | `RecentPartner[]` | 1 h, 30,000 of them    | recent_partners.ts | pairing.ts        |
 * | `["waits", kind, period, length, end]`  | `KvU64`           | 20 min, then swept     | waits.ts           | wait_record.ts    |
 * | `["block", anonId, blockedAnonId]`      | `1`               | for ever               | blocks.ts          | pairing.ts        |
 *
 * Every `*At` is Unix milliseconds. `expireIn` only says the earliest moment a
 * key may vanish (measured: up to a minute later), so every value with a life
 * time also carries `expiresAt`, and readers check it. An index holds no copy
 * of a record: a country of `waiting` only saves reading those who do not fit.
 *
 * @module
 */

/** Key of somebody who is listed in a slot. */
export type WaitingKey = readonly [
  name: string,
  slot: string,
  enqueuedAt: number,
  anonId: string,
];

/** Builders for the keys in the table above. */
export const matchingKeys = {
  ticket: (anonId: string): Deno.KvKey => ["ticket", anonId],
  tickets: (): Deno.KvKey => ["ticket"],
  ticketOffer: (anonId: string): Deno.KvKey => ["ticket_offer", anonId],
  waiting: (slot: string, enqueuedAt: number, anonId: string): Deno.KvKey => [
    "waiting",
    slot,
    enqueuedAt,
    anonId,
  ],
  waitingIn: (slot: string): Deno.KvKey => ["waiting", slot],
  waitingCount: (): Deno.KvKey => ["waiting_count"],
  recent: (anonId: string): Deno.KvKey => ["recent", anonId],
  recents: (): Deno.KvKey => ["recent"],
  wait: (
    kind: string,
    periodAt: number,
    length: number,
    end: string,
  ): Deno.KvKey => ["waits", kind, periodAt, length, end],
  waitsOf: (kind: string): Deno.KvKey => ["waits", kind],
  waits: (): Deno.KvKey => ["waits"],
  block: (anonId: string, blockedAnonId: string): Deno.KvKey => [
    "block",
    anonId,
    blockedAnonId,
  ],
};
