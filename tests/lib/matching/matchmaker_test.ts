import { deepEqual, equal, notEqual } from "node:assert/strict";
import { matchingKeys } from "@/lib/matching/keys.ts";
import {
  LEASE_MS,
  type Ticket,
  ticketCreated,
  ticketRemoved,
  ticketReplaced,
} from "@/lib/matching/tickets.ts";
import { MAX_PASSED } from "@/lib/matching/partner_search.ts";
import { signalingKeys } from "@/lib/signaling/keys.ts";
import { lifeEndAt } from "@/lib/signaling/pair.ts";
import {
  beforeCommit,
  changes,
  makePair,
  pairIdOf,
  profile,
  secondInstance,
  type TestServices,
  testServices,
} from "@/tests/helpers.ts";
import { audit } from "./audit.ts";
import { man, woman } from "./profiles.ts";

async function stateOf({ queue }: TestServices, anonId: string) {
  return (await queue.matchmake(anonId)).state;
}

/** Changes the ticket of somebody behind the back of every search. */
async function replaceTicket(
  { store }: TestServices,
  anonId: string,
  part: Partial<Ticket>,
): Promise<void> {
  const { value } = await store.get<Ticket>(matchingKeys.ticket(anonId));
  const newer = { ...value!, ...part };
  await store.commit({ mutations: ticketReplaced(value!, newer) });
}

Deno.test("nobody is in two pairs who sends two requests at once", async () => {
  for (const isOnTwoInstances of [false, true]) {
    using services = await testServices();
    const other = isOnTwoInstances ? secondInstance(services) : services;
    for (let i = 0; i < 6; i++) await services.queue.enqueue(`man ${i}`, man);
    await Promise.all([
      services.queue.enqueue("woman", woman),
      other.queue.enqueue("woman", woman),
      other.queue.matchmake("woman"),
      services.queue.matchmake("woman"),
    ]);
    const { pairs } = await audit(services);
    equal(pairs.length, 1);
  }
});

Deno.test("nobody waits while in a call who joins and is found at once", async () => {
  using services = await testServices();
  const other = secondInstance(services);
  await services.queue.enqueue("man", man);
  // She is about to write her ticket, having found nobody who fits, when a
  // request of hers on another instance gets her a call.
  beforeCommit(
    services.store,
    changes("ticket", "woman"),
    () => other.queue.enqueue("woman", woman),
  );
  await services.queue.enqueue("woman", { ...woman, filterGenders: ["u"] });
  await audit(services);
});

Deno.test("who joined on another instance meanwhile has one ticket and one count", async () => {
  using services = await testServices();
  const other = secondInstance(services);
  beforeCommit(
    services.store,
    changes("ticket", "man"),
    () => other.queue.enqueue("man", { ...man, country: "EG" }),
  );
  await services.queue.enqueue("man", man);
  equal((await audit(services)).tickets.length, 1);
});

Deno.test("who renews a place while being claimed keeps the call", async () => {
  using services = await testServices();
  const { queue, pairs, store } = services;
  const other = secondInstance(services);
  await queue.enqueue("man", man);
  beforeCommit(
    store,
    changes("ticket", "man"),
    () => other.queue.enqueue("woman", woman),
  );
  equal(await queue.renew("man", man, { sdp: "late" }), false);
  notEqual(await pairIdOf(pairs, "man"), null);
  equal(await pairIdOf(pairs, "man"), await pairIdOf(pairs, "woman"));
  equal((await audit(services)).pairs.length, 1);
});

Deno.test("one whose lease ran out is passed by, though still listed", async () => {
  using services = await testServices();
  const { queue, clock } = services;
  await queue.enqueue("man", man);
  clock.advance(LEASE_MS - 1);
  await queue.enqueue("early", woman);
  equal(await stateOf(services, "early"), "paired");
  await queue.leave("early");
  await queue.enqueue("man", man);
  clock.advance(LEASE_MS);
  await queue.enqueue("late", woman);
  equal(await stateOf(services, "late"), "waiting");
});

const staleWays: [string, (services: TestServices) => Promise<unknown>][] = [
  [
    "whose filters changed",
    (services) => replaceTicket(services, "man", { filterGenders: ["u"] }),
  ],
  [
    "who took a lease and let it run out",
    (services) => replaceTicket(services, "man", { leaseExpiresAt: 0 }),
  ],
  [
    "who left",
    async ({ store }) => {
      const key = matchingKeys.ticket("man");
      const { value } = await store.get<Ticket>(key);
      await store.commit({ mutations: ticketRemoved(value!) });
    },
  ],
];
for (const [what, change] of staleWays) {
  Deno.test(`one ${what} between listing and look is not claimed`, async () => {
    using services = await testServices();
    const { store, queue } = services;
    await queue.enqueue("man", man);
    const getMany = store.getMany.bind(store);
    let reads = 0;
    store.getMany = async (keys) => {
      // The first is the seeker's own records, the second is the look.
      if (++reads === 2) await change(services);
      return await getMany(keys);
    };
    await queue.enqueue("woman", woman);
    store.getMany = getMany;
    equal(await stateOf(services, "woman"), "waiting");
    equal((await audit(services)).pairs.length, 0);
  });

  Deno.test(`one ${what} between look and claim is not claimed`, async () => {
    using services = await testServices();
    await services.queue.enqueue("man", man);
    beforeCommit(services.store, changes("pair"), () => change(services));
    await services.queue.enqueue("woman", woman);
    equal(await stateOf(services, "woman"), "waiting");
    equal((await audit(services)).pairs.length, 0);
  });
}

Deno.test("one who is in a call is not claimed, though a ticket were left", async () => {
  using services = await testServices();
  await services.queue.enqueue("man", man);
  await makePair(services, { pairId: "old", callerId: "man" });
  await services.queue.enqueue("woman", woman);
  const index = await services.store.get(signalingKeys.pairByAnon("man"));
  equal(index.value, "old");
  equal(await stateOf(services, "woman"), "waiting");
});

Deno.test("one whose lease was renewed between look and claim is claimed all the same", async () => {
  using services = await testServices();
  await services.queue.enqueue("man", man);
  beforeCommit(
    services.store,
    changes("pair"),
    () =>
      replaceTicket(services, "man", { leaseExpiresAt: services.now() + 1 }),
  );
  await services.queue.enqueue("woman", woman);
  equal((await audit(services)).pairs.length, 1);
});

Deno.test("asking while being claimed is answered with the call", async () => {
  using services = await testServices();
  const other = secondInstance(services);
  await services.queue.enqueue("man", man);
  const wants = { ...woman, filterGenders: ["u" as const] };
  await services.queue.enqueue("woman", wants);
  await replaceTicket(services, "woman", { filterGenders: ["m"] });
  // He is about to claim her when she claims him.
  beforeCommit(
    services.store,
    changes("pair"),
    () => other.queue.matchmake("woman"),
  );
  equal(await stateOf(services, "man"), "paired");
  equal((await audit(services)).pairs.length, 1);
});

Deno.test("whose records are asked for is told of a claim under way", async () => {
  using services = await testServices();
  const { queue, store } = services;
  await queue.enqueue("man", man);
  let asked: Promise<string> | undefined;
  beforeCommit(store, changes("pair"), () => {
    asked = stateOf(services, "man");
    return Promise.resolve();
  });
  await queue.enqueue("woman", woman);
  equal(await asked, "paired");
});

Deno.test("one for whom another tries is tried when that has failed", async () => {
  using services = await testServices();
  const { queue, store } = services;
  await queue.enqueue("man", man);
  const commit = store.commit.bind(store);
  store.commit = async (write) =>
    changes("pair")(write) && changes("recent", "early")(write)
      ? { ok: false, versionstamp: "" }
      : await commit(write);
  await Promise.all([
    queue.enqueue("early", woman),
    queue.enqueue("late", woman),
  ]);
  // Without anybody having to ask again.
  equal(await pairIdOf(services.pairs, "early"), null);
  notEqual(await pairIdOf(services.pairs, "late"), null);
});

Deno.test("leaving while being claimed ends the call, too", async () => {
  using services = await testServices();
  const other = secondInstance(services);
  await services.queue.enqueue("man", man);
  beforeCommit(
    services.store,
    changes("ticket", "man"),
    () => other.queue.enqueue("woman", woman),
  );
  await services.queue.leave("man");
  const { tickets, pairs } = await audit(services);
  deepEqual([tickets, pairs], [[], []]);
});

Deno.test("joining ends a pair that ran out, so that nobody can renew it", async () => {
  using services = await testServices();
  const { queue, clock, store } = services;
  await makePair(services, { callerId: "man", calleeId: "other woman" });
  clock.ms = lifeEndAt(clock.ms);
  await queue.enqueue("man", man);
  equal((await store.get(signalingKeys.pair("p"))).versionstamp, null);
  // The other member asks an instance whose clock is behind.
  clock.advance(-1_000);
  equal(await secondInstance(services).pairs.use("p"), null);
  await audit(services);
});

for (const [first, second] of [["a", "b"], ["b", "a"]] as const) {
  Deno.test(`a recent partner comes last when only ${first} remembers`, async () => {
    using services = await testServices();
    const { queue, store, clock } = services;
    await store.commit({
      mutations: [{
        type: "set",
        key: matchingKeys.recent(first),
        value: [{ anonId: second, expiresAt: clock.now() + 60_000 }],
      }],
    });
    await queue.enqueue("a", man);
    clock.advance(1);
    await queue.enqueue("c", man);
    await queue.enqueue("b", woman);
    equal(await stateOf(services, "a"), "waiting");
    equal(await stateOf(services, "c"), "paired");
  });
}

Deno.test("one with a long filter asks on until the crowd from elsewhere is passed", async () => {
  using services = await testServices();
  const { queue, store, now } = services;
  const choosy = profile({ filterCountries: ["EG", "SA", "VN"] });
  await queue.enqueue("choosy", choosy);
  const listed = (anonId: string, country: string) =>
    store.commit({
      mutations: ticketCreated({
        ...profile({ country }),
        anonId,
        enqueuedAt: now(),
        leaseExpiresAt: now() + LEASE_MS,
      }),
    });
  for (let i = 0; i < MAX_PASSED; i++) await listed(`far ${i}`, "ZZ");
  services.clock.advance(1);
  await listed("near", "EG");
  equal(await stateOf(services, "choosy"), "waiting");
  equal(await stateOf(services, "choosy"), "paired");
  await audit(services);
});

Deno.test("of many who wait for the try of another only one at a time tries next", async () => {
  using services = await testServices();
  const { queue, store } = services;
  await queue.enqueue("ann", woman);
  await queue.enqueue("recent", man);
  await queue.leave("recent");
  await queue.enqueue("ann", woman);
  const { lostWrites } = store.stats;
  // The first one sees a recent partner, and lets go of her without a claim.
  const men = ["recent", ...Array.from({ length: 9 }, (_, i) => `man ${i}`)];
  await Promise.all(men.map((anonId) => queue.enqueue(anonId, man)));
  equal((await audit(services)).pairs.length, 1);
  equal(store.stats.lostWrites, lostWrites);
});
