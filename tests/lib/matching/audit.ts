/**
 * Holds a whole store against itself.
 *
 * @module
 */

import { deepEqual, equal } from "node:assert/strict";
import type { Services } from "@/lib/app/services.ts";
import { matchingKeys } from "@/lib/matching/keys.ts";
import { slotsOf } from "@/lib/matching/slots.ts";
import type { Ticket } from "@/lib/matching/tickets.ts";
import type { InboxEntry } from "@/lib/signaling/inbox.ts";
import { signalingKeys } from "@/lib/signaling/keys.ts";
import { isOver, type Pair } from "@/lib/signaling/pair.ts";
import { callState } from "@/tests/helpers.ts";

/** What a store was found to hold. */
export interface Audited {
  /** Everybody's place in the queue. */
  tickets: Ticket[];
  /** Every call, also one whose life is over but which no sweep has ended. */
  pairs: Pair[];
}

type Entries<T> = Deno.KvEntry<T>[];

/**
 * Reads everything about matching and signaling and fails where it does not
 * fit together.
 */
export async function audit(
  { store, now }: Pick<Services, "store" | "now">,
): Promise<Audited> {
  const all = await callState(store);
  const under = <T>([first]: Deno.KvKey) =>
    all.filter(({ key }) => key[0] === first) as Entries<T>;
  const tickets = under<Ticket>(matchingKeys.tickets()).map((e) => e.value);
  const pairs = under<Pair>(signalingKeys.pairs()).map((e) => e.value);
  holdQueue(tickets, under(matchingKeys.waitingIn("")));
  holdCalls(pairs, under(signalingKeys.pairByAnon("")));
  const living = pairs.filter((pair) => !isOver(pair, now()));
  const inCall = living.flatMap(({ callerId, calleeId }) => [
    callerId,
    calleeId,
  ]);
  equal(new Set(inCall).size, inCall.length, "somebody is in two calls");
  const torn = tickets.filter(({ anonId }) => inCall.includes(anonId));
  deepEqual(torn, [], "somebody waits while in a call");
  const { length: ticketCount } = tickets;
  equal(await store.count(matchingKeys.waitingCount()), ticketCount);
  equal(await store.count(signalingKeys.pairCount()), pairs.length);
  const ofPairs = ["offer", "answer", "ice", "ice_read", "leftovers"];
  const orphans = all.map(({ key }) => key).filter(([first, pairId]) =>
    ofPairs.includes(String(first)) &&
    pairs.every((pair) => pair.pairId !== pairId)
  );
  deepEqual(orphans, [], "something outlived its pair");
  const stale = under<InboxEntry>(signalingKeys.inboxes()).filter(({ value }) =>
    !["peer-left", "back-asked"].includes(value.type) &&
    pairs.every(({ pairId }) => pairId !== value.pairId)
  );
  deepEqual(stale, [], "news outlived its pair");
  // An offer may go two minutes before its pair, and not before its ticket.
  const offers = under(signalingKeys.firstOffer("")).map(({ key }) => key[1]);
  const waiting = tickets.flatMap(({ offerId }) => offerId ?? []);
  const named = [...waiting, ...pairs.map((pair) => pair.firstOfferId)];
  const nobodys = offers.filter((id) => !named.includes(String(id)));
  deepEqual(nobodys, [], "an offer outlived its ticket and its pair");
  const missing = waiting.filter((id) => !offers.includes(id));
  deepEqual(missing, [], "somebody waits without the offer they brought");
  return { tickets, pairs };
}

/** Every ticket is listed in its slots and nothing else is. */
function holdQueue(tickets: Ticket[], slots: Entries<string>): void {
  const wanted = tickets.flatMap((ticket) =>
    slotsOf(ticket).map((slot) =>
      matchingKeys.waiting(slot, ticket.enqueuedAt, ticket.anonId).join()
    )
  );
  const found = slots.map(({ key }) => key.join());
  deepEqual(found.toSorted(), wanted.toSorted(), "slots and tickets differ");
}

/** Every pair has both its index entries, and no index names another. */
function holdCalls(pairs: Pair[], indexes: Entries<string>): void {
  const wanted = pairs.flatMap(({ pairId, callerId, calleeId }) => [
    `${callerId} ${pairId}`,
    `${calleeId} ${pairId}`,
  ]);
  const found = indexes.map(({ key, value }) => `${String(key[1])} ${value}`);
  deepEqual(found.toSorted(), wanted.toSorted(), "indexes and pairs differ");
}
