/**
 * Tickets: one for every waiting person, listed in the slots of
 * `lib/matching/slots.ts`.
 *
 * @module
 */

import type { Seeker } from "./preference.ts";
import { slotsOf } from "./slots.ts";
import { firstOfferRemoved } from "@/lib/signaling/first_offer.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import { matchingKeys } from "./keys.ts";
import type { Store } from "@/lib/kv/store.ts";

/** A place in the queue. */
export interface Ticket extends Seeker {
  /** Who waits. */
  anonId: string;
  /** Until when the browser counts as present, Unix milliseconds. */
  leaseExpiresAt: number;
  /** The offer that they brought, if any: see `first_offer.ts`. */
  offerId?: string;
  /** The start of the process that last heard of the browser, if it has a name. */
  heardBy?: string;
}

/** A ticket as read, with its version. */
export type TicketEntry = Deno.KvEntryMaybe<Ticket>;

/** How long a sign of life lasts: within this a vanished browser is dropped. */
export const LEASE_MS = 45_000;

/** A lease with less than this left is renewed by the next sign of life. */
export const RENEW_BELOW_MS = 30_000;

/** How far the clocks of two instances may be apart, milliseconds. */
const MAX_SKEW_MS = 5_000;

/**
 * Says whether the person behind a ticket still shows signs of life. A lease
 * that ends later than any could was given before the clock went back: it says
 * nothing, and whoever is there has it renewed.
 */
export function isPresent(ticket: Ticket, now: number): boolean {
  const leftMs = ticket.leaseExpiresAt - now;
  return leftMs > 0 && leftMs <= LEASE_MS + MAX_SKEW_MS;
}

/**
 * Says whether a browser has shown a sign of life since this process began.
 * When it alone hears of all browsers, one that left while nobody listened
 * could not say so, whatever its lease says.
 *
 * @param bootId Names the start of this process; `null` where others hear of
 * browsers, too.
 */
export function isHeard(ticket: Ticket, bootId: string | null): boolean {
  return bootId === null || ticket.heardBy === bootId;
}

/** Writes a new ticket and lists it, raising the count. */
export function ticketCreated(ticket: Ticket): Mutation[] {
  return [
    { type: "set", key: matchingKeys.ticket(ticket.anonId), value: ticket },
    ...listed(ticket),
    { type: "add", key: matchingKeys.waitingCount(), amount: 1 },
  ];
}

/** Removes a ticket with its listings and its offer, lowering the count. */
export function ticketRemoved(ticket: Ticket): Mutation[] {
  return [...ticketTaken(ticket), ...offerRemoved(ticket)];
}

/**
 * Removes a ticket with its listings, lowering the count; its offer stays for
 * the call that its owner has now.
 */
export function ticketTaken(ticket: Ticket): Mutation[] {
  return [
    { type: "delete", key: matchingKeys.ticket(ticket.anonId) },
    // Older versions of the site kept offers there.
    ...(ticket.offerId === undefined
      ? [{
        type: "delete",
        key: matchingKeys.ticketOffer(ticket.anonId),
      }] as const
      : []),
    ...slotKeys(ticket).map((key): Mutation => ({ type: "delete", key })),
    { type: "add", key: matchingKeys.waitingCount(), amount: -1 },
  ];
}

/** Removes the offer that waits with a ticket, if any. */
function offerRemoved({ offerId }: Ticket): Mutation[] {
  return offerId === undefined ? [] : [firstOfferRemoved(offerId)];
}

/**
 * Writes a ticket over an older one of the same person, and removes the offer
 * that waited with that.
 */
export function ticketReplaced(older: Ticket, newer: Ticket): Mutation[] {
  const kept = new Set(slotsOf(newer));
  const gone = slotKeys(older).filter((key) =>
    !kept.has(key[1] as string) || older.enqueuedAt !== newer.enqueuedAt
  );
  return [
    ...gone.map((key): Mutation => ({ type: "delete", key })),
    ...offerRemoved(older),
    ...listed(newer),
    { type: "set", key: matchingKeys.ticket(newer.anonId), value: newer },
  ];
}

/**
 * Renews the lease of a ticket when it is due. When the ticket was claimed or
 * replaced meanwhile nothing is written, and nothing is lost by that.
 */
export async function renewLease(
  store: Store,
  entry: Deno.KvEntry<Ticket>,
  { now, bootId = null }: { now: number; bootId?: string | null },
): Promise<void> {
  const leftMs = entry.value.leaseExpiresAt - now;
  const isFresh = leftMs > RENEW_BELOW_MS && isPresent(entry.value, now);
  if (isFresh && isHeard(entry.value, bootId)) return;
  await store.commit({
    checks: [entry],
    mutations: [{
      type: "set",
      key: entry.key,
      value: {
        ...entry.value,
        leaseExpiresAt: now + LEASE_MS,
        ...(bootId !== null && { heardBy: bootId }),
      },
    }],
  });
}

/** Each listing tells the country: slots of all countries are searched by it. */
function listed(ticket: Ticket): Mutation[] {
  const value = ticket.country;
  return slotKeys(ticket).map((key): Mutation => ({ type: "set", key, value }));
}

function slotKeys(ticket: Ticket): Deno.KvKey[] {
  return slotsOf(ticket).map((slot) =>
    matchingKeys.waiting(slot, ticket.enqueuedAt, ticket.anonId)
  );
}
