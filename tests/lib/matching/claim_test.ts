import { deepEqual, equal } from "node:assert/strict";
import {
  type Claim,
  claimed,
  type VisitorRecords,
  type WaitingRecords,
} from "@/lib/matching/claim.ts";
import { matchingKeys } from "@/lib/matching/keys.ts";
import type { RecentPartner } from "@/lib/matching/recent_partners.ts";
import {
  LEASE_MS,
  type Ticket,
  ticketCreated,
  ticketRemoved,
  ticketReplaced,
} from "@/lib/matching/tickets.ts";
import {
  type FirstOffer,
  firstOfferKept,
} from "@/lib/signaling/first_offer.ts";
import { signalingKeys } from "@/lib/signaling/keys.ts";
import {
  makePair,
  profile,
  type TestServices,
  testServices,
} from "@/tests/helpers.ts";
import { audit } from "./audit.ts";

/** A place in the queue that nobody has yet. */
function ticketOf({ now }: TestServices, anonId: string): Ticket {
  return {
    ...profile(),
    anonId,
    enqueuedAt: now(),
    leaseExpiresAt: now() + LEASE_MS,
  };
}

async function recordsOf(
  { store }: TestServices,
  anonId: string,
): Promise<VisitorRecords> {
  const [ticket, index, recents] = await store.getMany<
    [Ticket, string, RecentPartner[]]
  >([
    matchingKeys.ticket(anonId),
    signalingKeys.pairByAnon(anonId),
    matchingKeys.recent(anonId),
  ]);
  return { ticket, index, recents };
}

/** Two who wait, and one's claim of the other. */
async function readyClaim(services: TestServices): Promise<Claim> {
  const { store, clock } = services;
  const partner = ticketOf(services, "partner");
  await store.commit({ mutations: ticketCreated(partner) });
  clock.advance(10);
  const seeker = ticketOf(services, "seeker");
  await store.commit({ mutations: ticketCreated(seeker) });
  return {
    seeker,
    records: await recordsOf(services, "seeker"),
    partner: await recordsOf(services, "partner") as WaitingRecords,
    pairId: "new",
  };
}

async function isClaimed(
  { store, now }: TestServices,
  claim: Claim,
): Promise<boolean> {
  return (await store.commit(claimed(claim, now()).write)).ok;
}

Deno.test("a claim makes the pair of two who wait, all in one commit", async () => {
  using services = await testServices();
  const claim = await readyClaim(services);
  equal(await isClaimed(services, claim), true);
  const { tickets, pairs } = await audit(services);
  deepEqual(tickets, []);
  deepEqual(pairs.map(({ callerId, calleeId }) => [callerId, calleeId]), [
    ["partner", "seeker"],
  ]);
});

Deno.test("a claim of one who just arrives needs no ticket of theirs", async () => {
  using services = await testServices();
  const claim = await readyClaim(services);
  await services.store.commit({ mutations: ticketRemoved(claim.seeker) });
  const records = await recordsOf(services, "seeker");
  equal(await isClaimed(services, { ...claim, records }), true);
  equal((await audit(services)).pairs.length, 1);
});

const changes: [string, (services: TestServices) => Promise<unknown>][] = [];
for (const anonId of ["seeker", "partner"]) {
  changes.push(
    [
      `${anonId} left the queue`,
      ({ queue }) => queue.leave(anonId),
    ],
    [
      `${anonId} renewed the ticket`,
      async (services) => {
        services.clock.advance(LEASE_MS - 1_000);
        await services.queue.matchmake(anonId);
      },
    ],
    [
      `${anonId} is in another call`,
      (services) => makePair(services, { pairId: "other", callerId: anonId }),
    ],
  );
}
for (const [what, change] of changes) {
  Deno.test(`a claim fails when ${what} meanwhile`, async () => {
    using services = await testServices();
    const { seeker, ...rest } = await readyClaim(services);
    // Apart, so that asking again pairs nobody.
    await services.store.commit({
      mutations: [{
        type: "set",
        key: matchingKeys.block("seeker", "partner"),
        value: 1,
      }],
    });
    await change(services);
    equal(await isClaimed(services, { seeker, ...rest }), false);
    const pair = await services.store.get(signalingKeys.pair("new"));
    equal(pair.versionstamp, null);
  });
}

Deno.test("a claim notes each as the other's recent partner", async () => {
  using services = await testServices();
  const claim = await readyClaim(services);
  await isClaimed(services, claim);
  const partnersOf = async (anonId: string) => {
    const { recents } = await recordsOf(services, anonId);
    return recents.value?.map((recent) => recent.anonId);
  };
  deepEqual(await partnersOf("seeker"), ["partner"]);
  deepEqual(await partnersOf("partner"), ["seeker"]);
});

/** Both wait with an offer; what a claim leaves of offers. */
async function offersAfterClaim(
  { seekerIsCaller, newOffer }: {
    seekerIsCaller: boolean;
    newOffer?: FirstOffer | null;
  },
) {
  using services = await testServices();
  const { store, now } = services;
  const { partner, ...claim } = await readyClaim(services);
  const keep = async (ticket: Ticket, offerId: string) => {
    const kept = { ...ticket, offerId };
    const { versionstamp } = await store.commit({
      mutations: [
        ...ticketReplaced(ticket, kept),
        firstOfferKept(offerId, { sdp: offerId }),
      ],
    });
    const key = matchingKeys.ticket(ticket.anonId);
    return { key, value: kept, versionstamp };
  };
  const joinedAt = now() + (seekerIsCaller ? 1 : -10);
  const other = { ...partner.ticket.value, enqueuedAt: joinedAt };
  await store.commit({
    mutations: ticketReplaced(partner.ticket.value, other),
  });
  const tickets = {
    seeker: await keep(claim.seeker, "of the seeker"),
    partner: await keep(other, "of the partner"),
  };
  const records = {
    ...claim.records,
    ticket: tickets.seeker,
    ...(newOffer !== undefined && { newOffer }),
  };
  const ready: Claim = {
    ...claim,
    records,
    partner: { ...partner, ticket: tickets.partner },
  };
  equal(await isClaimed(services, ready), true);
  const { pairs } = await audit(services);
  const rows = await Array.fromAsync(
    store.list<FirstOffer>({ prefix: ["first_offer"] }),
  );
  const offers = rows.map(({ key, value }) => [key[1], value.sdp]);
  const told = store.list<{ hasOffer: boolean }>({ prefix: ["inbox"] });
  const hasOffer = (await Array.fromAsync(told)).map(({ value }) =>
    value.hasOffer
  );
  const firstIds = pairs.map(({ firstOfferId }) => firstOfferId);
  return { firstIds, offers, hasOffer };
}

Deno.test("an offer that waited stays where it is, and the pair names it", async () => {
  deepEqual(await offersAfterClaim({ seekerIsCaller: false }), {
    firstIds: ["of the partner"],
    offers: [["of the partner", "of the partner"]],
    hasOffer: [true, true],
  });
  deepEqual(await offersAfterClaim({ seekerIsCaller: true }), {
    firstIds: ["of the seeker"],
    offers: [["of the seeker", "of the seeker"]],
    hasOffer: [true, true],
  });
});

Deno.test("an offer that a caller brings anew is written with the pair", async () => {
  const newOffer = { sdp: "newer" };
  deepEqual(await offersAfterClaim({ seekerIsCaller: true, newOffer }), {
    firstIds: ["new"],
    offers: [["new", "newer"]],
    hasOffer: [true, true],
  });
  // What a callee brings is of no use.
  const { offers } = await offersAfterClaim({
    seekerIsCaller: false,
    newOffer,
  });
  deepEqual(offers, [["of the partner", "of the partner"]]);
});

Deno.test("a caller who comes back without an offer has none", async () => {
  deepEqual(await offersAfterClaim({ seekerIsCaller: true, newOffer: null }), {
    firstIds: [undefined],
    offers: [],
    hasOffer: [false, false],
  });
});
