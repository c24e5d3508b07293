import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { matchingKeys } from "@/lib/matching/keys.ts";
import {
  isPresent,
  LEASE_MS,
  RENEW_BELOW_MS,
  renewLease,
  type Ticket,
  ticketCreated,
  ticketRemoved,
  ticketReplaced,
  ticketTaken,
} from "@/lib/matching/tickets.ts";
import { profile, testServices } from "@/tests/helpers.ts";
import { anyProfile } from "@/tests/profiles.ts";
import { audit } from "./audit.ts";

function ticketOf(part: Partial<Ticket> = {}): Ticket {
  return {
    ...profile(),
    anonId: "v",
    enqueuedAt: 1_000,
    leaseExpiresAt: 1_000 + LEASE_MS,
    ...part,
  };
}

Deno.test("isPresent() ends with the lease, to the millisecond", () => {
  const ticket = ticketOf();
  equal(isPresent(ticket, ticket.leaseExpiresAt - 1), true);
  equal(isPresent(ticket, ticket.leaseExpiresAt), false);
});

Deno.test("a ticket that is created, replaced and removed leaves nothing behind", async () => {
  const anyTicket = fc.tuple(anyProfile, fc.nat(3)).map(([part, enqueuedAt]) =>
    ticketOf({ ...part, enqueuedAt })
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyTicket, { minLength: 1, maxLength: 5 }),
      async (tickets) => {
        using services = await testServices();
        const { store, queue } = services;
        let [current] = tickets as [Ticket];
        await store.commit({ mutations: ticketCreated(current) });
        for (const next of tickets.slice(1)) {
          await store.commit({ mutations: ticketReplaced(current, next) });
          current = next;
          deepEqual((await audit(services)).tickets, [next]);
          equal(await queue.length(), 1);
        }
        await store.commit({ mutations: ticketRemoved(current) });
        deepEqual((await audit(services)).tickets, []);
        const waiting = store.list({ prefix: ["waiting"] });
        deepEqual(await Array.fromAsync(waiting), []);
      },
    ),
    { numRuns: 50 },
  );
});

/** Keeps a ticket, and reads it as whoever wants to renew it does. */
async function keptTicket() {
  const services = await testServices();
  const { store } = services;
  const ticket = ticketOf();
  await store.commit({ mutations: ticketCreated(ticket) });
  const read = () => store.get<Ticket>(matchingKeys.ticket("v"));
  const entry = await read() as Deno.KvEntry<Ticket>;
  return { services, store, ticket, entry, read };
}

Deno.test("renewLease() writes only when it is due", async () => {
  const { services, store, ticket, entry, read } = await keptTicket();
  using _ = services;
  const dueAt = ticket.leaseExpiresAt - RENEW_BELOW_MS;
  await renewLease(store, entry, { now: dueAt - 1 });
  equal((await read()).versionstamp, entry.versionstamp);
  await renewLease(store, entry, { now: dueAt });
  equal((await read()).value?.leaseExpiresAt, dueAt + LEASE_MS);
});

Deno.test("a renewed lease never revives a claimed ticket", async () => {
  const { services, store, ticket, entry, read } = await keptTicket();
  using _ = services;
  await store.commit({ mutations: ticketRemoved(ticket) });
  await renewLease(store, entry, { now: ticket.leaseExpiresAt });
  equal((await read()).versionstamp, null);
  await audit(services);
});

Deno.test("a renewed lease never brings old filters back", async () => {
  const { services, store, ticket, entry, read } = await keptTicket();
  using _ = services;
  const newer = { ...ticket, filterGenders: ["f"] as const };
  await store.commit({ mutations: ticketReplaced(ticket, newer) });
  await renewLease(store, entry, { now: ticket.leaseExpiresAt });
  deepEqual((await read()).value, newer);
  await audit(services);
});

Deno.test("renewLease() names the process that heard of the browser, once", async () => {
  const { services, store, ticket, entry, read } = await keptTicket();
  using _ = services;
  const now = ticket.leaseExpiresAt - LEASE_MS;
  await renewLease(store, entry, { now, bootId: "b1" });
  const heard = await read() as Deno.KvEntry<Ticket>;
  deepEqual(heard.value, { ...ticket, heardBy: "b1" });
  await renewLease(store, heard, { now, bootId: "b1" });
  equal((await read()).versionstamp, heard.versionstamp);
});

Deno.test("a ticket of an older version takes the offer it kept apart with it", async () => {
  for (const removed of [ticketRemoved, ticketTaken]) {
    const { services, store, ticket } = await keptTicket();
    using _ = services;
    const key = matchingKeys.ticketOffer(ticket.anonId);
    const value = { sdp: "v=0" };
    await store.commit({ mutations: [{ type: "set", key, value }] });
    await store.commit({ mutations: removed(ticket) });
    equal((await store.get(key)).versionstamp, null);
  }
});
