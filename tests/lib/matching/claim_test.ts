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
} from "@/lib/matching/tickets.ts";
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
  return { ticket, index, recents, offer: null };
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
    rowChars: store.rowChars,
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

Deno.test("the caller's offer becomes the pair's first, the callee's is dropped", async () => {
  using services = await testServices();
  const { seeker, ...claim } = await readyClaim(services);
  const records = { ...claim.records, offer: { sdp: "of the seeker" } };
  const partner = { ...claim.partner, offer: { sdp: "of the partner" } };
  const sdpsOf = (claim: Claim) =>
    claimed(claim, 0).write.mutations.flatMap((one) =>
      one.type === "set" && one.key[0] === "offer" ? [one.value] : []
    ).map((part) => (part as { text: string }).text);
  deepEqual(sdpsOf({ ...claim, seeker, records, partner }), ["of the partner"]);
  const ticket = { ...partner.ticket.value, enqueuedAt: services.now() + 1 };
  const later = { ...partner, ticket: { ...partner.ticket, value: ticket } };
  deepEqual(sdpsOf({ ...claim, seeker, records, partner: later }), [
    "of the seeker",
  ]);
});
