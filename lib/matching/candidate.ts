/**
 * What is looked at of somebody before they are claimed.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import { fit } from "@/lib/protocol/profile.ts";
import { signalingKeys } from "@/lib/signaling/keys.ts";
import type { WaitingRecords } from "./claim.ts";
import { matchingKeys } from "./keys.ts";
import type { RecentPartner } from "./recent_partners.ts";
import { isHeard, isPresent, type Ticket } from "./tickets.ts";

/** What it takes to judge a candidate. */
export interface CandidateDeps {
  /** Where tickets are kept. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Names the start of this process where it alone hears of all browsers. */
  bootId: string | null;
}

/**
 * Reads a candidate as one snapshot, when they can be paired with the seeker.
 *
 * @returns `lapsed` for one whose browser vanished, `lost` for all others who
 * are not to be had.
 */
export async function readCandidate(
  seeker: Ticket,
  anonId: string,
  { store, now, bootId }: CandidateDeps,
): Promise<WaitingRecords | "lost" | "lapsed"> {
  const [ticket, index, recents, blocks, isBlockedBy] = await store
    .getMany<[Ticket, string, RecentPartner[], 1, 1]>([
      matchingKeys.ticket(anonId),
      signalingKeys.pairByAnon(anonId),
      matchingKeys.recent(anonId),
      matchingKeys.block(seeker.anonId, anonId),
      matchingKeys.block(anonId, seeker.anonId),
    ]);
  if (ticket.versionstamp === null) return "lost";
  if (!isPresent(ticket.value, now())) return "lapsed";
  if (!isHeard(ticket.value, bootId)) return "lost";
  const isApart = blocks.value !== null || isBlockedBy.value !== null;
  const isInCall = index.versionstamp !== null;
  if (isApart || isInCall || !fit(seeker, ticket.value)) return "lost";
  return { ticket, index, recents };
}
