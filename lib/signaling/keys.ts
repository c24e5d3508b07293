/**
 * Every Deno KV key of calls. No other file spells one.
 *
 * | key                                   | value             | lives for            | written by        | read by       |
 * | ------------------------------------- | ----------------- | -------------------- | ----------------- | ------------- |
 * | `["pair", pairId]`                    | `Pair`            | 150 s after last use | pair.ts, pairs.ts | its members   |
 * | `["pair_by_anon", anonId]`            | pairId only       | with its pair        | pair.ts           | matching      |
 * | `["pair_count"]`                      | `KvU64`           | for ever             | pair.ts           | monitoring    |
 * | `["skip", pairId]`                    | `Skip`            | 7 s, asked 12 s      | skips.ts          | matching/way_back.ts |
 * | `["leftovers", pairId]`               | its members       | until they are gone  | leftovers.ts      | leftovers.ts  |
 * | `["pair_end", endedAt, pairId]`       | `PairEnd`         | until noted, 1 h     | ended_pairs.ts    | monitoring    |
 * | `["offer", pairId, gen, part]`        | `DescriptionPart` | 120 s                | descriptions.ts   | callee        |
 * | `["first_offer", offerId]`            | `FirstOffer`      | with its ticket, then 120 s | first_offer.ts | callee      |
 * | `["answer", pairId, gen, part]`       | `DescriptionPart` | 120 s                | descriptions.ts   | caller        |
 * | `["ice", pairId, side, versionstamp]` | `CandidateBatch`  | with its pair        | ice_log.ts        | the peer      |
 * | `["ice_read", pairId, side]`          | `ReadMark`        | with its pair        | ice_log.ts        | ice_log.ts    |
 * | `["inbox", anonId, versionstamp]`     | `InboxEntry`      | 160 s                | inbox.ts          | event streams |
 * | `["inbox_bell", anonId]`              | `1`               | 60 s                 | inbox.ts          | event streams |
 *
 * Every `*At` is Unix milliseconds. `expireIn` only says the earliest moment a
 * key may vanish (measured: up to a minute later), so every value with a life
 * time also carries `expiresAt`, and readers check it. An index holds an id
 * only, never a copy of a record.
 *
 * @module
 */

import type { DescriptionKind } from "@/lib/protocol/description.ts";
import type { Side } from "@/lib/protocol/role.ts";
import type { DescriptionPlace } from "./descriptions.ts";

/** Builders for the keys in the table above. */
export const signalingKeys = {
  pair: (pairId: string): Deno.KvKey => ["pair", pairId],
  pairs: (): Deno.KvKey => ["pair"],
  pairByAnon: (anonId: string): Deno.KvKey => ["pair_by_anon", anonId],
  pairCount: (): Deno.KvKey => ["pair_count"],
  skip: (pairId: string): Deno.KvKey => ["skip", pairId],
  leftovers: (pairId: string): Deno.KvKey => ["leftovers", pairId],
  pairEnd: (endedAt: number, pairId: string): Deno.KvKey => [
    "pair_end",
    endedAt,
    pairId,
  ],
  pairEndsFrom: (endedAt: number): Deno.KvKey => ["pair_end", endedAt],
  allLeftovers: (): Deno.KvKey => ["leftovers"],
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
  firstOffer: (offerId: string): Deno.KvKey => ["first_offer", offerId],
  ice: (pairId: string, side: Side): Deno.KvKey => ["ice", pairId, side],
  iceOf: (pairId: string): Deno.KvKey => ["ice", pairId],
  inboxes: (): Deno.KvKey => ["inbox"],
  inbox: (anonId: string): Deno.KvKey => ["inbox", anonId],
  inboxEntry: (anonId: string, versionstamp: string): Deno.KvKey => [
    "inbox",
    anonId,
    versionstamp,
  ],
  inboxBell: (anonId: string): Deno.KvKey => ["inbox_bell", anonId],
  iceRead: (pairId: string, side: Side): Deno.KvKey => [
    "ice_read",
    pairId,
    side,
  ],
  iceReadOf: (pairId: string): Deno.KvKey => ["ice_read", pairId],
};

/** Says whether it is an inbox whose keys begin so. */
export function isInbox([name]: Deno.KvKey): boolean {
  return name === signalingKeys.inboxes()[0];
}
