import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { createServices } from "@/lib/app/services.ts";
import { RemoteStore } from "@/lib/kv/remote_store.ts";
import { accepts, fit } from "@/lib/protocol/profile.ts";
import {
  profile,
  secondInstance,
  seededRandom,
  testConfig,
  testLog,
  testServices,
} from "@/tests/helpers.ts";
import { anyProfile } from "@/tests/profiles.ts";
import { audit } from "./audit.ts";

Deno.test("200 who join, ask and leave at once end in one call or none", async () => {
  using services = await testServices();
  const { queue } = services;
  const random = seededRandom(7);
  const anonIds = Array.from({ length: 200 }, (_, i) => `v${i}`);
  const leavers = new Set<string>();
  await Promise.all(anonIds.map(async (anonId) => {
    await queue.enqueue(anonId, profile());
    await queue.matchmake(anonId);
    if (random() < 0.3) {
      leavers.add(anonId);
      await queue.leave(anonId);
    }
    await queue.matchmake(anonId);
  }));
  await audit(services);
  // Whoever was left by their partner comes back, as a page would.
  for (const anonId of anonIds.filter((id) => !leavers.has(id))) {
    const { state } = await queue.matchmake(anonId);
    if (state === "not-queued") await queue.enqueue(anonId, profile());
  }
  const { tickets, pairs } = await audit(services);
  equal(tickets.length + 2 * pairs.length, 200 - leavers.size);
  ok(tickets.length <= 1, `${tickets.length} fitting people keep waiting`);
});

Deno.test("two instances on one store never pair anybody twice", async () => {
  using services = await testServices();
  const other = secondInstance(services);
  await Promise.all(
    Array.from({ length: 120 }, async (_, i) => {
      const { queue } = i % 2 ? services : other;
      await queue.enqueue(`v${i}`, profile());
      await queue.matchmake(`v${i}`);
    }),
  );
  for (let i = 0; i < 120; i++) await other.queue.matchmake(`v${i}`);
  const { pairs, tickets } = await audit(services);
  equal(pairs.length, 60);
  equal(tickets.length, 0);
});

Deno.test("whoever is paired accepts each other, and no fitting couple keeps waiting", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyProfile, { minLength: 2, maxLength: 14 }),
      async (people) => {
        using services = await testServices();
        await Promise.all(
          people.map((person, i) => services.queue.enqueue(`v${i}`, person)),
        );
        for (const i of people.keys()) {
          await services.queue.matchmake(`v${i}`);
        }
        const { tickets, pairs } = await audit(services);
        const of = (anonId: string) => people[Number(anonId.slice(1))]!;
        for (const { callerId, calleeId } of pairs) {
          ok(accepts(of(callerId), of(calleeId)));
          ok(accepts(of(calleeId), of(callerId)));
        }
        for (const one of tickets) {
          const partner = tickets.find((other) =>
            other !== one && fit(one, other)
          );
          equal(partner, undefined, "a fitting couple keeps waiting");
        }
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("two instances with connections of their own never pair anybody twice", async () => {
  const path = await Deno.makeTempFile();
  const open = async () =>
    new RemoteStore(await Deno.openKv(path), { isShared: true });
  using one = await open();
  using other = await open();
  const base = { config: testConfig(), now: Date.now, log: testLog().log };
  const instances = [one, other].map((store) =>
    createServices({ ...base, store, later: () => {} })
  );
  const ask = (i: number) => instances[i % 2]!.queue.matchmake(`v${i}`);
  await Promise.all(Array.from({ length: 60 }, async (_, i) => {
    await instances[i % 2]!.queue.enqueue(`v${i}`, profile());
    // Both instances are asked at once, as by a balancer of load.
    await Promise.all([
      ask(i),
      instances[(i + 1) % 2]!.queue.matchmake(`v${i}`),
    ]);
  }));
  for (let i = 0; i < 60; i++) await ask(i);
  const { pairs, tickets } = await audit({ store: one, now: Date.now });
  equal(pairs.length, 30);
  equal(tickets.length, 0);
  await Deno.remove(path);
});
