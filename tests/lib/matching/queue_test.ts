import { deepEqual, equal, notEqual } from "node:assert/strict";
import { block } from "@/lib/matching/blocks.ts";
import { signalingKeys } from "@/lib/signaling/keys.ts";
import { lifeEndAt, PAIR_LIFE_MS } from "@/lib/signaling/pair.ts";
import { matchingKeys } from "@/lib/matching/keys.ts";
import {
  LEASE_MS,
  type Ticket,
  ticketReplaced,
} from "@/lib/matching/tickets.ts";
import { HELD_BACK_MS } from "@/lib/matching/recent_partners.ts";
import { INTEREST_FIRST_MS } from "@/lib/protocol/limits.ts";
import {
  beforeCommit,
  changes,
  profile,
  type TestServices,
  testServices,
} from "@/tests/helpers.ts";
import { audit } from "./audit.ts";
import { partners } from "./partners.ts";

Deno.test("Queue.enqueue() pairs two who fit without anybody's poll", async () => {
  using services = await testServices();
  await services.queue.enqueue("a", profile());
  await services.queue.enqueue("b", profile());
  deepEqual(await partners(services, "a", "b"), ["b", "a"]);
  equal(await services.queue.length(), 0);
});

for (const count of [2, 10, 50]) {
  Deno.test(`${count} who come at once meet without anybody's poll`, async () => {
    using services = await testServices();
    const { queue } = services;
    const people = Array.from({ length: count }, (_, i) => `v${i}`);
    await Promise.all(people.map((one) => queue.enqueue(one, profile())));
    const { pairs, tickets } = await audit(services);
    equal(pairs.length, count / 2);
    deepEqual(tickets, []);
  });
}

Deno.test("two who press Next at once meet without anybody's poll", async () => {
  using services = await testServices();
  const { queue } = services;
  for (const one of ["a", "b", "c", "d"]) await queue.enqueue(one, profile());
  await Promise.all(["a", "c"].map((one) => queue.enqueue(one, profile())));
  const [ofA, , ofC] = await partners(services, "a", "b", "c", "d");
  notEqual(ofA, "waiting");
  notEqual(ofC, "waiting");
});

Deno.test("one who comes alone looks once", async () => {
  using services = await testServices();
  const { queue, store } = services;
  let pageCount = 0;
  const read = store.pages.bind(store);
  store.pages = ((...given: Parameters<typeof read>) => {
    pageCount++;
    return read(...given);
  }) as typeof store.pages;
  const picky = profile({ gender: "m", filterGenders: ["f"] });
  for (const one of ["a", "b"]) await queue.enqueue(one, picky);
  const lookedCount = pageCount;
  for (const one of ["a", "b"]) await queue.matchmake(one);
  equal(lookedCount, pageCount - lookedCount);
});

/** Who makes the offers in the call that somebody is in. */
async function callerOf({ queue }: TestServices, anonId: string) {
  const match = await queue.matchmake(anonId);
  return match.state === "paired" ? match.pair.callerId : match.state;
}

Deno.test("who waited is the caller, who arrives is the callee", async () => {
  using services = await testServices();
  await services.queue.enqueue("waits", profile());
  await services.queue.enqueue("arrives", profile());
  equal(await callerOf(services, "arrives"), "waits");
});

Deno.test("who arrives is the callee also when their instance's clock is behind", async () => {
  using services = await testServices();
  await services.queue.enqueue("waits", profile());
  services.clock.advance(-5_000);
  await services.queue.enqueue("arrives", profile());
  equal(await callerOf(services, "arrives"), "waits");
});

for (const asking of ["longer", "shorter"]) {
  Deno.test(`of two who wait the longer waiting is the caller when the ${asking} waiting asks`, async () => {
    using services = await testServices();
    const { queue, clock } = services;
    const picky = profile({ filterGenders: ["f"] });
    await queue.enqueue("longer", profile({ gender: "m" }));
    clock.advance(10);
    await queue.enqueue("shorter", picky);
    // Waits behind a filter that fits nobody, then drops it without a search:
    // the search of `enqueue` is what a second instance would have missed.
    const key = matchingKeys.ticket("shorter");
    const { value: older } = await services.store.get<Ticket>(key);
    await services.store.commit({
      mutations: ticketReplaced(older!, { ...older!, ...profile() }),
    });
    equal(await callerOf(services, asking), "longer");
  });
}

Deno.test("one who waits and takes new filters is still the caller", async () => {
  using services = await testServices();
  const { queue, clock } = services;
  await queue.enqueue("first", profile({ gender: "m", filterGenders: ["f"] }));
  clock.advance(10);
  await queue.enqueue("second", profile({ gender: "m", filterGenders: ["f"] }));
  clock.advance(10);
  await queue.enqueue("first", profile({ gender: "f" }));
  equal(await callerOf(services, "second"), "first");
});

Deno.test("Queue.matchmake() answers the same to every repeat", async () => {
  using services = await testServices();
  await services.queue.enqueue("a", profile());
  await services.queue.enqueue("b", profile());
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => services.queue.matchmake("a")),
  );
  equal(new Set(answers.map((match) => JSON.stringify(match))).size, 1);
});

Deno.test("Queue.matchmake() tells one who never joined", async () => {
  using services = await testServices();
  deepEqual(await services.queue.matchmake("a"), { state: "not-queued" });
});

Deno.test("Queue.enqueue() pairs only when each accepts the other", async () => {
  using services = await testServices();
  await services.queue.enqueue("man", profile({ gender: "m" }));
  await services.queue.enqueue(
    "picky",
    profile({ gender: "f", country: "VN", filterGenders: ["f"] }),
  );
  deepEqual(await partners(services, "man", "picky"), ["waiting", "waiting"]);
  await services.queue.enqueue(
    "far",
    profile({ gender: "f", country: "EG", filterCountries: ["EG"] }),
  );
  deepEqual(await partners(services, "picky", "far"), ["waiting", "waiting"]);
  await services.queue.enqueue(
    "near",
    profile({ gender: "f", country: "EG", filterCountries: ["EG", "VN"] }),
  );
  deepEqual(await partners(services, "near"), ["far"]);
});

Deno.test("Queue.enqueue() takes the longest waiting of those who fit", async () => {
  using services = await testServices();
  for (const anonId of ["first", "second", "third"]) {
    await services.queue.enqueue(
      anonId,
      profile({ gender: "m", filterGenders: ["f"] }),
    );
    services.clock.advance(10);
  }
  await services.queue.enqueue("f1", profile({ gender: "f" }));
  await services.queue.enqueue("f2", profile({ gender: "f" }));
  deepEqual(await partners(services, "f1", "f2"), ["first", "second"]);
});

Deno.test("Queue.enqueue() again keeps the place and takes the new filters", async () => {
  using services = await testServices();
  const men = profile({ gender: "m", filterGenders: ["f"] });
  await services.queue.enqueue("old", { ...men, filterCountries: ["EG"] });
  services.clock.advance(10);
  await services.queue.enqueue("new", men);
  services.clock.advance(10);
  await services.queue.enqueue("old", men);
  equal(await services.queue.length(), 2);
  await services.queue.enqueue("f", profile({ gender: "f" }));
  deepEqual(await partners(services, "f"), ["old"]);
  equal(await services.queue.length(), 1);
});

Deno.test("Queue.enqueue() leaves a call first", async () => {
  using services = await testServices();
  await services.queue.enqueue("a", profile());
  await services.queue.enqueue("b", profile());
  await services.queue.enqueue("c", profile());
  await services.queue.enqueue("a", profile());
  deepEqual(await partners(services, "a", "b", "c"), ["c", "not-queued", "a"]);
});

Deno.test("two who leave each other at one moment end their call once, and search at once", async () => {
  using services = await testServices();
  const { queue, store } = services;
  await queue.enqueue("a", profile());
  await queue.enqueue("b", profile());
  const { writes } = store.stats;
  await Promise.all(["a", "b"].map((one) => queue.enqueue(one, profile())));
  // The end with a ticket, and the other ticket; without an owned store both
  // tickets, the end, and what was left of the call.
  equal(store.stats.writes - writes, store.isOwned ? 2 : 4);
  equal(store.stats.lostWrites, 0);
  deepEqual(await partners(services, "a", "b"), ["waiting", "waiting"]);
});

Deno.test("Queue.enqueue() out of a call waits for its end, not for the removal of what it left", async () => {
  using services = await testServices({}, "remote");
  const { queue, store } = services;
  await queue.enqueue("a", profile());
  await queue.enqueue("b", profile());
  const { promise: hasJoined, resolve: join } = Promise.withResolvers<void>();
  const isTicket = changes("ticket", "a");
  const commit = store.commit.bind(store);
  store.commit = async (write) => {
    const outcome = await commit(write);
    if (isTicket(write)) join();
    return outcome;
  };
  // After the end the pair is changed no more: only its leftovers are.
  beforeCommit(store, changes("pair"), () => {
    beforeCommit(store, changes("leftovers"), () => hasJoined);
    return Promise.resolve();
  });
  await queue.enqueue("a", profile());
  deepEqual((await audit(services)).tickets.map(({ anonId }) => anonId), ["a"]);
});

Deno.test("Queue.enqueue() ends where an index names a call that is not there", async () => {
  using services = await testServices();
  const { queue, store } = services;
  const key = signalingKeys.pairByAnon("a");
  await store.commit({ mutations: [{ type: "set", key, value: "gone" }] });
  await queue.enqueue("a", profile());
  equal(await queue.length(), 1);
});

Deno.test("Queue never pairs somebody with themselves", async () => {
  using services = await testServices();
  await Promise.all(
    Array.from({ length: 20 }, () => services.queue.enqueue("a", profile())),
  );
  await Promise.all(
    Array.from({ length: 20 }, () => services.queue.matchmake("a")),
  );
  deepEqual(await partners(services, "a"), ["waiting"]);
  equal(await services.queue.length(), 1);
});

for (const [blocker, blocked] of [["a", "b"], ["b", "a"]] as const) {
  Deno.test(`Queue keeps apart two when ${blocker} blocked ${blocked}`, async () => {
    using services = await testServices();
    await block(services.store, blocker, blocked);
    await services.queue.enqueue("a", profile());
    await services.queue.enqueue("b", profile());
    deepEqual(await partners(services, "a", "b"), ["waiting", "waiting"]);
  });
}

Deno.test("Queue prefers a shared interest in the first seconds", async () => {
  const men = profile({ gender: "m", filterGenders: ["f"] });
  for (
    const [waitedMs, want] of [[0, "chess"], [
      INTEREST_FIRST_MS,
      "first",
    ]] as const
  ) {
    using services = await testServices();
    const { queue } = services;
    await queue.enqueue(
      "f",
      profile({ gender: "f", filterGenders: ["u"], interests: ["chess"] }),
    );
    services.clock.advance(waitedMs);
    await queue.enqueue("first", { ...men, interests: ["music"] });
    services.clock.advance(1);
    await queue.enqueue("chess", { ...men, interests: ["chess"] });
    await queue.enqueue("f", profile({ gender: "f", interests: ["chess"] }));
    deepEqual(await partners(services, "f"), [want]);
  }
});

Deno.test("Queue.matchmake() keeps one who asks in the queue", async () => {
  using services = await testServices();
  await services.queue.enqueue("a", profile());
  for (let asked = 0; asked < 10; asked++) {
    services.clock.advance(LEASE_MS / 2);
    deepEqual(await partners(services, "a"), ["waiting"]);
  }
  await services.queue.enqueue("b", profile());
  deepEqual(await partners(services, "b"), ["a"]);
});

Deno.test("Queue.leave() frees both and may be repeated", async () => {
  using services = await testServices();
  const { queue } = services;
  await queue.enqueue("a", profile());
  await queue.enqueue("b", profile());
  await queue.leave("a");
  deepEqual(await partners(services, "a", "b"), ["not-queued", "not-queued"]);
  await queue.leave("a");
  await queue.leave("nobody");
  equal(await services.store.count(["pair_count"]), 0);
});

Deno.test("a pair ends when nobody uses it, and both may join again", async () => {
  using services = await testServices();
  const { queue, clock } = services;
  await queue.enqueue("a", profile());
  await queue.enqueue("b", profile());
  const first = await queue.matchmake("a");
  clock.ms = lifeEndAt(clock.ms);
  deepEqual(await partners(services, "a", "b"), ["not-queued", "not-queued"]);
  await queue.enqueue("a", profile());
  await queue.enqueue("b", profile());
  clock.advance(HELD_BACK_MS);
  deepEqual(await partners(services, "a"), ["b"]);
  const second = await queue.matchmake("a");
  notEqual(JSON.stringify(first), JSON.stringify(second));
  equal(await services.pairs.sweep(), 0, "joining ended the old pair");
  equal(await services.store.count(["pair_count"]), 1);
  deepEqual(await partners(services, "a", "b"), ["b", "a"]);
});

Deno.test("a pair in use lives on", async () => {
  using services = await testServices();
  await services.queue.enqueue("a", profile());
  await services.queue.enqueue("b", profile());
  for (let asked = 0; asked < 10; asked++) {
    services.clock.advance(PAIR_LIFE_MS - 1);
    deepEqual(await partners(services, "a"), ["b"]);
  }
});
