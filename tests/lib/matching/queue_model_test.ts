import { equal, notEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import type { Services } from "@/lib/app/services.ts";
import { LEASE_MS } from "@/lib/matching/tickets.ts";
import { lifeEndAt, roleIn } from "@/lib/signaling/pair.ts";
import {
  secondInstance,
  type TestClock,
  testServices,
} from "@/tests/helpers.ts";
import { anyProfile } from "@/tests/profiles.ts";
import { audit } from "./audit.ts";

/** Who left, and so has to be out of the queue and of every call. */
type Gone = Set<string>;

interface Site {
  /** Two instances on one store. */
  instances: readonly Services[];
  clock: TestClock;
}

type Command = fc.AsyncCommand<Gone, Site>;

/** Makes one step; after it the whole store is held against itself. */
function step(
  label: string,
  act: (site: Site, gone: Gone) => Promise<unknown>,
): Command {
  return {
    check: () => true,
    toString: () => label,
    async run(gone, site) {
      await act(site, gone);
      const { tickets, pairs } = await audit(site.instances[0]!);
      for (const anonId of gone) {
        ok(tickets.every((ticket) => ticket.anonId !== anonId), "waits");
        ok(pairs.every((pair) => roleIn(pair, anonId) === null), "is called");
      }
    },
  };
}

const anybody = fc.constantFrom("ann", "ben", "cem", "dao", "eva");
const visit = fc.record({ anonId: anybody, at: fc.nat(1) });

const offer = fc.option(fc.constant({ sdp: "v=0" }), { nil: undefined });

const enqueue = fc.tuple(visit, anyProfile, offer).map((
  [{ anonId, at }, profile, offer],
) =>
  step(`enqueue ${anonId} at ${at}`, async ({ instances }, gone) => {
    await instances[at]!.queue.enqueue(anonId, profile, offer);
    gone.delete(anonId);
  })
);

const matchmake = visit.map(({ anonId, at }) =>
  step(`matchmake ${anonId} at ${at}`, async ({ instances }, gone) => {
    const { queue } = instances[at]!;
    const first = await queue.matchmake(anonId);
    if (gone.has(anonId)) equal(first.state, "not-queued");
    if (first.state !== "paired") return;
    notEqual(roleIn(first.pair, anonId), null, "a pair of others");
    const again = await queue.matchmake(anonId);
    equal(again.state === "paired" && again.pair.pairId, first.pair.pairId);
  })
);

const leave = visit.map(({ anonId, at }) =>
  step(`leave ${anonId} at ${at}`, async ({ instances }, gone) => {
    await instances[at]!.queue.leave(anonId);
    gone.add(anonId);
  })
);

const rush = fc.tuple(
  fc.array(visit, { minLength: 2, maxLength: 6 }),
  anyProfile,
).map(([visits, profile]) =>
  step(
    `at once ${visits.map(({ anonId, at }) => `${anonId} at ${at}`).join()}`,
    async ({ instances }, gone) => {
      await Promise.all(visits.map(async ({ anonId, at }) => {
        gone.delete(anonId);
        await instances[at]!.queue.enqueue(anonId, profile);
        await instances[at]!.queue.matchmake(anonId);
      }));
    },
  )
);

const signal = visit.map(({ anonId, at }) =>
  step(`signal ${anonId} at ${at}`, async ({ instances }) => {
    const { queue, iceLog, descriptions } = instances[at]!;
    const match = await queue.matchmake(anonId);
    if (match.state !== "paired") return;
    const { pairId } = match.pair;
    await iceLog.append(pairId, "a", ["candidate"]);
    await iceLog.take(pairId, "a");
    await descriptions.put({ kind: "offer", pairId, gen: 0 }, "v=0");
  })
);

const advance = fc.constantFrom(900, 20_000, LEASE_MS, lifeEndAt(0)).map((ms) =>
  step(`advance ${ms}`, ({ clock }) => Promise.resolve(clock.advance(ms)))
);

const sweep = fc.nat(1).map((at) =>
  step(`sweep at ${at}`, async ({ instances }) => {
    await instances[at]!.ticketSweeper.sweep();
    await instances[at]!.pairs.sweep();
  })
);

Deno.test("whatever visitors do on two instances, the store fits together after every step", async () => {
  const steps = fc.commands(
    [enqueue, matchmake, leave, rush, signal, advance, sweep],
    { maxCommands: 30 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (steps) => {
      using services = await testServices();
      const instances = [services, secondInstance(services)];
      const { clock } = services;
      await fc.asyncModelRun(
        () => ({ model: new Set<string>(), real: { instances, clock } }),
        steps,
      );
    }),
    { numRuns: 100 },
  );
});
