import { deepEqual, equal } from "node:assert/strict";
import {
  keysWith,
  profile,
  secondInstance,
  type StoreKind,
  type TestServices,
  testServices,
  testStore,
} from "@/tests/helpers.ts";
import { partners } from "./partners.ts";
import type { Store } from "@/lib/kv/store.ts";
import { matchingKeys } from "@/lib/matching/keys.ts";
import {
  forgetSurplusRecents,
  HELD_BACK_MS,
  isRecent,
  recentNoted,
  type RecentPartner,
} from "@/lib/matching/recent_partners.ts";

const HOUR_MS = 3_600_000;

/** The list after somebody was noted. */
function noted(
  recents: RecentPartner[] | null,
  partnerId: string,
  now: number,
): RecentPartner[] {
  const mutation = recentNoted({ anonId: "me", recents, partnerId }, now);
  return mutation.type === "set" ? mutation.value as RecentPartner[] : [];
}

Deno.test("isRecent() holds for an hour", () => {
  const recents = noted(null, "a", 0);
  equal(isRecent(recents, "a", HOUR_MS - 1), true);
  equal(isRecent(recents, "a", HOUR_MS), false);
  equal(isRecent(recents, "b", 0), false);
  equal(isRecent(null, "a", 0), false);
});

Deno.test("recentNoted() keeps the latest ten, newest first, each once", () => {
  let recents: RecentPartner[] = [];
  for (const partnerId of "abcdefghijkl") {
    recents = noted(recents, partnerId, 0);
  }
  recents = noted(recents, "d", 5);
  deepEqual(recents.map(({ anonId }) => anonId), [..."dlkjihgfec"]);
  equal(recents[0]?.expiresAt, 5 + HOUR_MS);
});

Deno.test("recentNoted() drops those whose hour is over", () => {
  const recents = noted(noted(null, "old", 0), "new", HOUR_MS);
  deepEqual(recents.map(({ anonId }) => anonId), ["new"]);
});

/** A store in which some noted a partner, one a second, the last one first. */
async function storeOfNoted(
  kind: StoreKind,
  anonIds: readonly string[],
): Promise<Store> {
  const store = await testStore(kind);
  for (const [i, anonId] of anonIds.entries()) {
    const now = (anonIds.length - i) * 1_000;
    const noted = { anonId, recents: null, partnerId: "p" };
    await store.commit({ mutations: [recentNoted(noted, now)] });
  }
  return store;
}

Deno.test("forgetSurplusRecents() keeps the lists of those who met somebody last", async () => {
  using store = await storeOfNoted("owned", ["a", "b", "c", "d"]);
  equal(await forgetSurplusRecents(store, 6), 0);
  equal(await forgetSurplusRecents(store, 2), 2);
  deepEqual(await keysWith(store, "recent"), [
    matchingKeys.recent("a"),
    matchingKeys.recent("b"),
  ]);
});

Deno.test("forgetSurplusRecents() keeps all where others share the database", async () => {
  using store = await storeOfNoted("remote", ["a", "b"]);
  equal(await forgetSurplusRecents(store, 1), 0);
  equal((await keysWith(store, "recent")).length, 2);
});

Deno.test("Queue prefers anybody to a recent partner", async () => {
  using services = await testServices();
  const { queue } = services;
  await queue.enqueue("a", profile());
  await queue.enqueue("b", profile());
  await queue.leave("a");
  const men = profile({ gender: "m", filterGenders: ["f"] });
  await queue.enqueue("a", men);
  services.clock.advance(10);
  await queue.enqueue("c", men);
  await queue.enqueue("b", profile({ gender: "f" }));
  deepEqual(await partners(services, "b"), ["c"]);
});

/** Two who were in a call and both look for the next one, `b` later. */
async function afterNext(services: TestServices, laterMs = 0): Promise<void> {
  const { queue, clock } = services;
  for (const one of ["a", "b"]) await queue.enqueue(one, profile());
  await queue.enqueue("a", profile());
  clock.advance(laterMs);
  await queue.enqueue("b", profile());
}

for (const seeker of ["a", "b"]) {
  Deno.test(`two recent partners are kept apart 20 s while nobody else is there, on any instance: ${seeker} asks`, async () => {
    using services = await testServices();
    const { clock } = services;
    const other = secondInstance(services);
    await afterNext(services, 1_400);
    const heldUntil = services.now() + HELD_BACK_MS;
    for (const { queue } of [services, other]) {
      deepEqual(await queue.matchmake(seeker), { state: "waiting", heldUntil });
    }
    clock.advance(HELD_BACK_MS - 1);
    for (const { queue } of [services, other]) {
      deepEqual(await queue.matchmake(seeker), { state: "waiting", heldUntil });
    }
    clock.advance(1);
    equal((await other.queue.matchmake(seeker)).state, "paired");
    deepEqual(await partners(services, "a", "b"), ["b", "a"]);
  });
}

Deno.test("a recent partner who is kept apart keeps nobody else away", async () => {
  using services = await testServices();
  await afterNext(services);
  deepEqual(await partners(services, "a", "b"), ["waiting", "waiting"]);
  await services.queue.enqueue("c", profile());
  deepEqual(await partners(services, "a", "b"), ["c", "waiting"]);
  // Nobody at all waits who fits: there is nobody to be told of.
  deepEqual(await services.queue.matchmake("b"), {
    state: "waiting",
    heldUntil: null,
  });
});

Deno.test("of four in two calls everybody who presses Next gets somebody else", async () => {
  using services = await testServices();
  const { queue, clock } = services;
  const four = ["a", "b", "c", "d"] as const;
  for (const one of four) await queue.enqueue(one, profile());
  deepEqual(await partners(services, ...four), ["b", "a", "d", "c"]);
  for (const one of four) {
    clock.advance(1);
    await queue.enqueue(one, profile());
  }
  deepEqual(await partners(services, ...four), ["c", "d", "a", "b"]);
});
