import { deepEqual, equal, ok } from "node:assert/strict";
import { LEASE_MS } from "@/lib/matching/tickets.ts";
import {
  beforeCommit,
  changes,
  profile,
  secondInstance,
  type TestServices,
  testServices,
} from "@/tests/helpers.ts";
import { audit } from "./audit.ts";
import { man } from "./profiles.ts";

/** Men who seek women: none fits another. */

/** Lets people join and vanish. */
async function vanished({ queue, clock }: TestServices, count: number) {
  await Promise.all(
    Array.from({ length: count }, (_, i) => queue.enqueue(`gone ${i}`, man)),
  );
  clock.advance(LEASE_MS);
}

/** Counts look-ups of people and commits while something runs. */
async function costOf({ store }: TestServices, run: () => Promise<unknown>) {
  const getMany = store.getMany.bind(store);
  let reads = 0;
  store.getMany = (keys) => (reads++, getMany(keys));
  const before = store.stats.commits;
  await run();
  store.getMany = getMany;
  return { reads, commits: store.stats.commits - before };
}

Deno.test("TicketSweeper removes those who vanished, and only those", async () => {
  using services = await testServices();
  const { queue, ticketSweeper, clock } = services;
  await queue.enqueue("gone", man);
  clock.advance(1);
  await queue.enqueue("here", man);
  clock.advance(LEASE_MS - 1);
  equal(await ticketSweeper.sweep(), 1);
  equal(await queue.length(), 1);
  deepEqual((await audit(services)).tickets.map(({ anonId }) => anonId), [
    "here",
  ]);
});

Deno.test("TicketSweeper removes many in few commits of bounded size", async () => {
  using services = await testServices();
  const { queue, ticketSweeper, store } = services;
  await vanished(services, 1_000);
  await queue.enqueue("here", man);
  const commit = store.commit.bind(store);
  let underWay = 0;
  let mostUnderWay = 0;
  store.commit = async (write) => {
    mostUnderWay = Math.max(mostUnderWay, ++underWay);
    return await commit(write).finally(() => underWay--);
  };
  const { commits } = await costOf(services, async () => {
    equal(await ticketSweeper.sweep(), 1_000);
  });
  ok(commits < 60, `${commits} commits`);
  ok(mostUnderWay <= 80, `${mostUnderWay} removals queue up before a request`);
  equal((await audit(services)).tickets.length, 1);
});

Deno.test("TicketSweeper spares one who comes back meanwhile", async () => {
  using services = await testServices();
  const { queue, ticketSweeper, store } = services;
  await vanished(services, 1);
  beforeCommit(store, changes("ticket"), () => queue.matchmake("gone 0"));
  equal(await ticketSweeper.sweep(), 0);
  equal((await queue.matchmake("gone 0")).state, "waiting");
  await audit(services);
});

Deno.test("TicketSweeper on two instances removes nobody twice", async () => {
  using services = await testServices();
  await vanished(services, 200);
  const sweepers = [services, secondInstance(services), services];
  const counts = await Promise.all(
    sweepers.map(({ ticketSweeper }) => ticketSweeper.sweep()),
  );
  equal(counts[0]! + counts[1]!, 200);
  equal(counts[2], counts[0], "a sweep under way is joined");
  await audit(services);
});

Deno.test("a request neither removes the vanished nor looks at many of them", async () => {
  using services = await testServices();
  const { queue, clock, putOff } = services;
  await vanished(services, 1_000);
  await queue.enqueue("living", man);
  clock.advance(1);
  const woman = profile({ gender: "f" });
  const cost = await costOf(services, () => queue.enqueue("seeker", woman));
  ok(cost.reads <= 25, `${cost.reads} look-ups`);
  equal(cost.commits, 1, "the seeker's own ticket");
  equal(await queue.length(), 1_002);
  // It asked for a sweep, once; the next question finds the living one.
  await queue.matchmake("seeker");
  equal(putOff.length, 1);
  await putOff[0]!();
  equal((await queue.matchmake("seeker")).state, "paired");
  equal(await queue.length(), 0);
  await audit(services);
});

Deno.test("a few who vanished hide nobody", async () => {
  using services = await testServices();
  const { queue, putOff } = services;
  await vanished(services, 19);
  await queue.enqueue("living", man);
  await queue.enqueue("seeker", profile({ gender: "f" }));
  equal((await queue.matchmake("seeker")).state, "paired");
  deepEqual(putOff, [], "nor do they call for a sweep");
});

Deno.test("TicketSweeper.soon() may be asked again after a sweep that failed", async () => {
  using services = await testServices();
  const { ticketSweeper, store, putOff } = services;
  const list = store.list.bind(store);
  store.list = () => {
    throw new Error("disk");
  };
  ticketSweeper.soon();
  ticketSweeper.soon();
  equal(putOff.length, 1);
  let failure = "";
  await putOff[0]!().catch((error) => failure = error.message);
  equal(failure, "disk");
  store.list = list;
  ticketSweeper.soon();
  equal(putOff.length, 2);
  await putOff[1]!();
});
