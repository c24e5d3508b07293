import { deepEqual, equal, ok } from "node:assert/strict";
import { matchingKeys } from "@/lib/matching/keys.ts";
import { LEASE_MS } from "@/lib/matching/tickets.ts";
import { WAIT_PERIOD_MS } from "@/lib/matching/waits.ts";
import {
  secondInstance,
  type StoreKind,
  type TestServices,
  testServices,
} from "@/tests/helpers.ts";
import { man, woman } from "./profiles.ts";

/** Lets so many men wait and be found. */
async function letWait(
  { queue, clock }: TestServices,
  { count, waitMs, from = 0 }: { count: number; waitMs: number; from?: number },
): Promise<void> {
  const each = Array.from({ length: count }, (_, i) => from + i);
  for (const i of each) await queue.enqueue(`man ${i}`, man);
  clock.advance(waitMs);
  for (const i of each) await queue.enqueue(`woman ${i}`, woman);
}

/** What a man is told who waits now. */
async function toldTo(services: TestServices): Promise<number | null> {
  // What was told before is good for a few seconds.
  services.clock.advance(5_000);
  await services.queue.enqueue("asks", man);
  const told = await services.queue.usualWaitMs("asks");
  await services.queue.leave("asks");
  return told;
}

for (const kind of ["owned", "remote"] satisfies StoreKind[]) {
  Deno.test(`waits are counted by those who want alike, on all instances: ${kind} store`, async () => {
    using services = await testServices({}, kind);
    const { queue } = services;
    await letWait(services, { count: 4, waitMs: 12_000 });
    equal(await toldTo(services), null, "four say nothing");
    await letWait(services, { count: 1, waitMs: 12_000, from: 4 });
    equal(await toldTo(services), 15_000);
    const other = secondInstance(services);
    await queue.enqueue("asks", man);
    equal(await other.queue.usualWaitMs("asks"), 15_000);
    // Women found somebody on arrival and have not waited.
    await queue.enqueue("other", { ...woman, filterGenders: ["f"] });
    equal(await queue.usualWaitMs("other"), null);
    equal(await queue.usualWaitMs("nobody"), null);
  });
}

for (const way of ["leaves", "vanishes"]) {
  Deno.test(`who ${way} unmatched has waited, too`, async () => {
    using services = await testServices();
    const { queue, clock, ticketSweeper } = services;
    await letWait(services, { count: 6, waitMs: 1_000 });
    equal(await toldTo(services), 2_000);
    for (let i = 0; i < 8; i++) await queue.enqueue(`gone ${i}`, man);
    clock.advance(LEASE_MS);
    if (way === "vanishes") await ticketSweeper.sweep();
    else for (let i = 0; i < 8; i++) await queue.leave(`gone ${i}`);
    // More than half went without, so nobody knows how long it takes.
    equal(await toldTo(services), null);
  });
}

Deno.test("who vanishes has waited for as long as they were seen", async () => {
  using services = await testServices();
  const { queue, clock, ticketSweeper } = services;
  await letWait(services, { count: 6, waitMs: 12_000 });
  for (let i = 0; i < 8; i++) await queue.enqueue(`gone ${i}`, man);
  clock.advance(2 * LEASE_MS);
  equal(await ticketSweeper.sweep(), 8);
  equal(await toldTo(services), 15_000);
});

Deno.test("old waits are forgotten, and then removed", async () => {
  using services = await testServices();
  const { queue, clock, store } = services;
  const kept = () =>
    Array.fromAsync(store.list({ prefix: matchingKeys.waits() }));
  await letWait(services, { count: 5, waitMs: 12_000 });
  equal(await toldTo(services), 15_000);
  clock.advance(2 * WAIT_PERIOD_MS);
  equal(await toldTo(services), 15_000);
  clock.advance(WAIT_PERIOD_MS);
  equal(await toldTo(services), null);
  await queue.waits.sweep();
  ok((await kept()).length > 0, "another instance may still read it");
  clock.advance(4 * WAIT_PERIOD_MS);
  await queue.waits.sweep();
  deepEqual(await kept(), []);
});
