/**
 * Every Deno KV key of calls and matching. No other file spells one.
 *
 * | key                                          | value              | lives for             | written by      | read by        |
 * | -------------------------------------------- | ------------------ | --------------------- | --------------- | -------------- |
 * | `["ticket", anonId]`                         | `Ticket`           | 45 s lease, then swept | queue.ts        | matchmaker.ts  |
 * | `["waiting", slot, enqueuedAt, anonId]`      | `1`                | with its ticket       | queue.ts        | candidates.ts  |
 * | `["waiting_count"]`                          | `KvU64`            | for ever              | queue.ts        | `qlen`         |
 * | `["pair", pairId]`                           | `Pair`             | 150 s after last use  | pairs.ts        | signalling     |
 * | `["pair_by_anon", anonId]`                   | pairId only        | with its pair         | pairs.ts        | queue.ts       |
 * | `["pair_count"]`                             | `KvU64`            | for ever              | pairs.ts        | monitoring     |
 * | `["recent", anonId]`                         | `RecentPartner[]`  | 1 h                   | matchmaker.ts   | matchmaker.ts  |
 * | `["block", anonId, blockedAnonId]`           | `1`                | for ever              | blocks.ts       | matchmaker.ts  |
 * | `["offer", pairId, gen, part]`               | `DescriptionPart`  | 120 s                 | descriptions.ts | callee         |
 * | `["answer", pairId, gen, part]`              | `DescriptionPart`  | 120 s                 | descriptions.ts | caller         |
 * | `["ice", pairId, side, versionstamp]`        | `CandidateBatch`   | with its pair         | ice_log.ts      | the peer       |
 * | `["ice_read", pairId, side]`                 | `ReadMark`         | with its pair         | ice_log.ts      | ice_log.ts     |
 *
 * Every `*At` is Unix milliseconds. `expireIn` only says the earliest moment a
 * key may vanish (measured: up to a minute later), so every value with a life
 * time also carries `expiresAt`, and readers check it. An index holds an id
 * only, never a copy of a record.
 *
 * @module
 */

import type { DescriptionKind, DescriptionPlace } from "./descriptions.ts";
import type { Side } from "@/lib/signaling/side.ts";

/** Builders for the keys in the table above. */
export const keys = {
  ticket: (anonId: string): Deno.KvKey => ["ticket", anonId],
  tickets: (): Deno.KvKey => ["ticket"],
  waiting: (slot: string, enqueuedAt: number, anonId: string): Deno.KvKey => [
    "waiting",
    slot,
    enqueuedAt,
    anonId,
  ],
  waitingIn: (slot: string): Deno.KvKey => ["waiting", slot],
  waitingCount: (): Deno.KvKey => ["waiting_count"],
  pair: (pairId: string): Deno.KvKey => ["pair", pairId],
  pairs: (): Deno.KvKey => ["pair"],
  pairByAnon: (anonId: string): Deno.KvKey => ["pair_by_anon", anonId],
  pairCount: (): Deno.KvKey => ["pair_count"],
  recent: (anonId: string): Deno.KvKey => ["recent", anonId],
  block: (anonId: string, blockedAnonId: string): Deno.KvKey => [
    "block",
    anonId,
    blockedAnonId,
  ],
  descriptions: (kind: DescriptionKind, pairId: string): Deno.KvKey => [
    kind,
    pairId,
  ],
  descriptionParts: (
    { kind, pairId, gen }: DescriptionPlace,
  ): Deno.KvKey => [kind, pairId, gen],
  descriptionPart: (
    { kind, pairId, gen }: DescriptionPlace,
    part: number,
  ): Deno.KvKey => [kind, pairId, gen, part],
  ice: (pairId: string, side: Side): Deno.KvKey => ["ice", pairId, side],
  iceOf: (pairId: string): Deno.KvKey => ["ice", pairId],
  iceRead: (pairId: string, side: Side): Deno.KvKey => [
    "ice_read",
    pairId,
    side,
  ],
};
