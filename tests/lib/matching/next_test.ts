/** Next: a call ends because one of the two looks for somebody else. */

import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { LEASE_MS } from "@/lib/matching/tickets.ts";
import type { Services } from "@/lib/app/services.ts";
import type { Write } from "@/lib/kv/write.ts";
import { listPairEnds } from "@/lib/signaling/ended_pairs.ts";
import { FIRST_ID } from "@/lib/signaling/inbox.ts";
import { signalingKeys } from "@/lib/signaling/keys.ts";
import { recentSeat } from "@/lib/signaling/recent_member.ts";
import {
  beforeCommit,
  changes,
  makePair,
  pairIdOf,
  profile,
  secondInstance,
  seededRandom,
  type TestServices,
  testServices,
} from "@/tests/helpers.ts";
import { audit } from "./audit.ts";
import { partners } from "./partners.ts";
import { man, woman } from "./profiles.ts";

/** Puts Ann and Ben, who fit, into a call. */
async function inCall({ queue, pairs }: TestServices): Promise<string> {
  await queue.enqueue("ben", man);
  await queue.enqueue("ann", woman);
  return (await pairIdOf(pairs, "ann"))!;
}

/** What somebody was told: of this call, or of another. */
async function toldOf(
  { inboxes }: Pick<TestServices, "inboxes">,
  anonId: string,
  pairId: string,
): Promise<string[]> {
  return (await inboxes.read(anonId, FIRST_ID)).map(({ entry }) =>
    `${entry.type} ${entry.pairId === pairId ? "p" : "other"}`
  );
}

/** Notes what each commit from now on is about. */
function noteCommits({ store }: TestServices, pairId: string): string[] {
  const noted: string[] = [];
  const kinds: [string, (write: Write) => boolean][] = [
    ["end", changes("pair", pairId)],
    ["keep", changes("ticket", "ann")],
    ["claim", changes("recent", "ann")],
  ];
  const commit = store.commit.bind(store);
  store.commit = async (write) => {
    const about = kinds.filter(([, isIt]) => isIt(write)).map(([kind]) => kind);
    const outcome = await commit(write);
    noted.push([...about, ...(outcome.ok ? [] : ["refused"])].join(" "));
    return outcome;
  };
  return noted;
}

Deno.test("Next with somebody there is one write in an owned store", async () => {
  using services = await testServices({}, "owned");
  const { queue } = services;
  const pairId = await inCall(services);
  await queue.enqueue("cem", man, { sdp: "v=0" });
  const commits = noteCommits(services, pairId);
  await queue.enqueue("ann", woman);
  deepEqual(commits, ["end claim"]);
  deepEqual(await partners(services, "ann", "ben"), ["cem", "not-queued"]);
  deepEqual(await toldOf(services, "ann", pairId), [
    "peer-left p",
    "matched other",
  ]);
  deepEqual(await toldOf(services, "ben", pairId), ["peer-left p"]);
  equal((await audit(services)).pairs.length, 1);
});

Deno.test("who hears of a Next and looks finds the call over", async () => {
  using services = await testServices({}, "owned");
  const { queue, pairs, inboxes } = services;
  const pairId = await inCall(services);
  await queue.enqueue("cem", man);
  const found: unknown[] = [];
  const look = async () => {
    await inboxes.read("ben", FIRST_ID);
    found.push(await pairs.use(pairId));
  };
  inboxes.listen("ben", () => void look());
  await queue.enqueue("ann", woman);
  deepEqual(found, [null]);
});

Deno.test("Next with nobody there is one write in an owned store, and can be taken back", async () => {
  using services = await testServices({}, "owned");
  const { queue } = services;
  const pairId = await inCall(services);
  const commits = noteCommits(services, pairId);
  await queue.enqueue("ann", woman, { sdp: "v=0" });
  deepEqual(commits, ["end keep"]);
  deepEqual(await toldOf(services, "ben", pairId), ["peer-left p"]);
  const { tickets } = await audit(services);
  equal(tickets[0]!.anonId, "ann");
  ok(tickets[0]!.offerId !== undefined);
  for (const anonId of ["ann", "ben"]) {
    ok(await recentSeat(services, { pairId, anonId }) !== null, anonId);
  }
  await queue.enqueue("ben", man);
  equal(await queue.wayBack.take("ann", pairId), "asked");
  equal(await queue.wayBack.take("ben", pairId), "paired");
});

Deno.test("Next in a shared store ends the call first", async () => {
  using services = await testServices({}, "remote");
  const pairId = await inCall(services);
  await services.queue.enqueue("cem", man);
  const commits = noteCommits(services, pairId);
  await services.queue.enqueue("ann", woman);
  equal(commits[0], "end");
  deepEqual(await partners(services, "ann", "ben"), ["cem", "not-queued"]);
});

Deno.test("Next that lost the race for somebody ends the call before the next try", async () => {
  using services = await testServices({}, "owned");
  const { queue, clock } = services;
  const other = secondInstance(services).queue;
  const pairId = await inCall(services);
  await queue.enqueue("cem", man);
  clock.advance(1);
  await queue.enqueue("dao", man);
  const commits = noteCommits(services, pairId);
  beforeCommit(services.store, changes("recent", "ann"), async () => {
    await other.enqueue("eva", woman);
  });
  await queue.enqueue("ann", woman);
  deepEqual(commits.filter((about) => about !== ""), [
    "end claim refused",
    "end",
    "claim",
  ]);
  deepEqual(await partners(services, "ann", "eva"), ["dao", "cem"]);
  deepEqual(await toldOf(services, "ben", pairId), ["peer-left p"]);
  await audit(services);
});

for (
  const [what, meanwhile] of [
    ["renewed", ({ pairs }, pairId) => pairs.use(pairId)],
    ["ended by the other member", ({ queue }) => queue.leave("ben")],
    ["left by the other member", ({ queue }) => queue.enqueue("ben", man)],
    ["left by the same visitor", ({ queue }) => queue.enqueue("ann", woman)],
  ] as [string, (other: Services, pairId: string) => unknown][]
) {
  for (const isSomebodyThere of [true, false]) {
    Deno.test(`Next out of a call that is ${what} elsewhere meanwhile ends it once, ${isSomebodyThere ? "with" : "without"} somebody there`, async () => {
      using services = await testServices();
      const { queue, store, pairs, clock } = services;
      const pairId = await inCall(services);
      const other = secondInstance(services);
      clock.advance(60_000);
      if (isSomebodyThere) await queue.enqueue("cem", man);
      beforeCommit(store, changes("pair", pairId), async () => {
        await meanwhile(other, pairId);
      });
      await queue.enqueue("ann", woman);
      equal(await pairs.use(pairId), null);
      for (const anonId of ["ann", "ben"]) {
        const told = await toldOf(services, anonId, pairId);
        equal(told.filter((it) => it === "peer-left p").length, 1, anonId);
      }
      const [state] = await partners(services, "ann");
      notEqual(state, "not-queued");
      await audit(services);
    });
  }
}

for (const isSomebodyThere of [true, false]) {
  Deno.test(`Next leaves a call alone that the other member begins meanwhile, ${isSomebodyThere ? "with" : "without"} somebody there`, async () => {
    using services = await testServices();
    const { queue, store } = services;
    const pairId = await inCall(services);
    if (isSomebodyThere) await queue.enqueue("cem", man);
    beforeCommit(store, changes("pair", pairId), () =>
      makePair(services, {
        pairId: "next",
        callerId: "ben",
        calleeId: "dao",
      }));
    await queue.enqueue("ann", woman);
    const index = await store.get(signalingKeys.pairByAnon("ben"));
    equal(index.value, "next");
  });
}

Deno.test("Next does not wait for its turn to search before it ends the call", async () => {
  using services = await testServices({}, "owned");
  const { queue, store, clock } = services;
  // One more than search at once.
  const numbers = Array.from({ length: 51 }, (_, i) => i);
  for (const i of numbers) {
    const part = {
      pairId: `p${i}`,
      callerId: `ann ${i}`,
      calleeId: `ben ${i}`,
    };
    await makePair(services, part);
    clock.advance(1);
    await queue.enqueue(`cem ${i}`, man);
  }
  const { promise: isOpen, resolve: open } = Promise.withResolvers<void>();
  const ended = new Set<number>();
  const commit = store.commit.bind(store);
  store.commit = async (write) => {
    for (const i of numbers) if (changes("pair", `p${i}`)(write)) ended.add(i);
    if (ended.size === numbers.length) open();
    await isOpen;
    return await commit(write);
  };
  await Promise.all(numbers.map((i) => queue.enqueue(`ann ${i}`, woman)));
  equal((await audit(services)).pairs.length, numbers.length);
});

Deno.test("whoever presses Next at once, on two instances, each call ends once and nobody is in two", async () => {
  using services = await testServices();
  const { store, clock } = services;
  const instances = [services, secondInstance(services)];
  const random = seededRandom(11);
  const anonIds = Array.from({ length: 60 }, (_, i) => `v${i}`);
  for (let round = 0; round < 6; round++) {
    clock.advance(LEASE_MS / 10);
    await Promise.all(anonIds.map(async (anonId) => {
      const { queue } = instances[Math.floor(random() * 2)]!;
      if (random() < 0.1) await queue.leave(anonId);
      else await queue.enqueue(anonId, profile());
      if (random() < 0.2) await instances[1]!.queue.enqueue(anonId, profile());
    }));
    const { pairs } = await audit(services);
    ok(pairs.length >= 5, `${pairs.length} calls`);
    for (const { pairId } of pairs) {
      for (const each of instances) ok(await each.pairs.use(pairId) !== null);
    }
  }
  const span = { fromMs: 0, toMs: Infinity };
  const ends = await Array.fromAsync(listPairEnds(store, span));
  const endedIds = ends.map(({ pairId }) => pairId);
  equal(new Set(endedIds).size, endedIds.length);
  const news = await Promise.all(anonIds.map(async (anonId) => {
    const inbox = await services.inboxes.read(anonId, FIRST_ID);
    return inbox.filter(({ entry }) => entry.type === "peer-left")
      .map(({ entry }) => entry.pairId);
  }));
  deepEqual(news.flat().toSorted(), [...endedIds, ...endedIds].toSorted());
});
