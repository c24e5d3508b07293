import { deepEqual, equal } from "node:assert/strict";
import { LEASE_MS } from "@/lib/matching/tickets.ts";
import {
  profile,
  restarted,
  secondInstance,
  testServices,
} from "@/tests/helpers.ts";
import { partners } from "./partners.ts";

Deno.test("Queue stops offering one whose browser vanished", async () => {
  using services = await testServices();
  await services.queue.enqueue("gone", profile());
  services.clock.advance(LEASE_MS + 1);
  await services.queue.enqueue("b", profile());
  deepEqual(await partners(services, "b"), ["waiting"]);
  await services.ticketSweeper.sweep();
  equal(await services.queue.length(), 1);
});

Deno.test("Queue offers nobody who left before the clock went back an hour", async () => {
  using services = await testServices();
  await services.queue.enqueue("gone", profile());
  services.clock.advance(-3_600_000);
  await services.queue.enqueue("b", profile());
  deepEqual(await partners(services, "b"), ["waiting"]);
});

Deno.test("Queue offers whoever still asks after the clock went back an hour", async () => {
  using services = await testServices();
  await services.queue.enqueue("here", profile());
  services.clock.advance(-3_600_000);
  deepEqual(await partners(services, "here"), ["waiting"]);
  await services.queue.enqueue("b", profile());
  deepEqual(await partners(services, "b"), ["here"]);
});

Deno.test("after a restart nobody is paired with one whose page is gone", async () => {
  using services = await testServices();
  const before = restarted(services, "boot 1");
  await before.queue.enqueue("gone", profile());
  services.clock.advance(2_000);
  const { queue } = restarted(services, "boot 2");
  await queue.enqueue("new", profile());
  equal((await queue.matchmake("new")).state, "waiting");
});

Deno.test("after a restart one whose page is there keeps the place", async () => {
  using services = await testServices();
  const before = restarted(services, "boot 1");
  await before.queue.enqueue("eldest", profile({ gender: "m" }));
  services.clock.advance(1_000);
  await before.queue.enqueue("second", profile({ filterGenders: ["f"] }));
  services.clock.advance(1_000);
  const { queue } = restarted(services, "boot 2");
  // Signs of life, in any order.
  await queue.matchmake("second");
  await queue.matchmake("eldest");
  await queue.enqueue("new", profile({ gender: "f" }));
  const match = await queue.matchmake("new");
  equal(match.state === "paired" && match.pair.callerId, "eldest");
});

Deno.test("instances that share a store hear of each other's visitors", async () => {
  using services = await testServices();
  await services.queue.enqueue("a", profile());
  const other = secondInstance(services);
  await other.queue.enqueue("b", profile());
  equal((await other.queue.matchmake("b")).state, "paired");
});
