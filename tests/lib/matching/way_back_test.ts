import { deepEqual, equal, ok } from "node:assert/strict";
import type { Services } from "@/lib/app/services.ts";
import { block } from "@/lib/matching/blocks.ts";
import { AGREE_MS, ASK_BACK_MS } from "@/lib/protocol/way_back.ts";
import { FIRST_ID } from "@/lib/signaling/inbox.ts";
import {
  beforeCommit,
  changes,
  pairIdOf,
  profile,
  secondInstance,
  type TestServices,
  testServices,
} from "@/tests/helpers.ts";
import { audit } from "./audit.ts";

/** `left` was left by `pressed`, and both look for the next one. */
async function skipped(services: TestServices): Promise<string> {
  const { queue, pairs } = services;
  for (const one of ["left", "pressed"]) await queue.enqueue(one, profile());
  const pairId = await pairIdOf(pairs, "left");
  for (const one of ["pressed", "left"]) await queue.enqueue(one, profile());
  return pairId!;
}

/** What somebody hears of the way back. */
async function heardBy({ inboxes }: TestServices, anonId: string) {
  const entries = await inboxes.read(anonId, FIRST_ID);
  return entries.filter(({ entry }) => entry.type === "back-asked")
    .map(({ entry }) => entry.pairId);
}

/** Has another instance do something just before the commit of such a key. */
function interrupt(
  services: TestServices,
  kind: "pair" | "skip",
  act: (other: Services) => Promise<unknown>,
): void {
  const other = secondInstance(services);
  beforeCommit(services.store, changes(kind), () => act(other));
}

Deno.test("the two of a Next by mistake are paired again once both want it", async () => {
  using services = await testServices();
  const { queue, pairs } = services;
  const pairId = await skipped(services);
  equal(await queue.wayBack.take("pressed", pairId), "asked");
  deepEqual(await heardBy(services, "left"), [pairId]);
  equal(await pairIdOf(pairs, "left"), null, "nobody comes back unasked");
  const other = secondInstance(services);
  equal(await other.queue.wayBack.take("left", pairId), "paired");
  ok(await pairIdOf(pairs, "left") !== null);
  equal(await pairIdOf(pairs, "left"), await pairIdOf(pairs, "pressed"));
  equal((await audit(services)).pairs.length, 1);
});

Deno.test("asking twice asks once, and agreeing twice makes one call", async () => {
  using services = await testServices();
  const { wayBack } = services.queue;
  const pairId = await skipped(services);
  equal(await wayBack.take("pressed", pairId), "asked");
  equal(await wayBack.take("pressed", pairId), "asked");
  deepEqual(await heardBy(services, "left"), [pairId]);
  equal(await wayBack.take("left", pairId), "paired");
  equal(await wayBack.take("left", pairId), "too-late");
  equal((await audit(services)).pairs.length, 1);
});

Deno.test("a way back is taken once: the call it led to has its own", async () => {
  using services = await testServices();
  const { queue, pairs } = services;
  const pairId = await skipped(services);
  await queue.wayBack.take("pressed", pairId);
  equal(await queue.wayBack.take("left", pairId), "paired");
  for (const one of ["left", "pressed"]) await queue.leave(one);
  for (const one of ["left", "pressed"]) await queue.enqueue(one, profile());
  equal(await queue.wayBack.take("left", pairId), "too-late");
  equal(await pairIdOf(pairs, "left"), null, "who just left is left alone");
});

Deno.test("who was left cannot ask, only agree", async () => {
  using services = await testServices();
  const { wayBack } = services.queue;
  const pairId = await skipped(services);
  equal(await wayBack.take("left", pairId), "too-late");
  deepEqual(await heardBy(services, "pressed"), []);
  equal(await wayBack.take("stranger", pairId), "stranger");
  equal(await wayBack.take("pressed", "unknown"), "too-late");
});

Deno.test("who was left is asked also while they do not search yet", async () => {
  using services = await testServices();
  const { queue } = services;
  const pairId = await skipped(services);
  await queue.leave("left");
  equal(await queue.wayBack.take("pressed", pairId), "asked");
  equal(await queue.wayBack.take("left", pairId), "too-late");
  await queue.enqueue("left", profile());
  equal(await queue.wayBack.take("left", pairId), "paired");
});

Deno.test("a call that ended in another way has no way back", async () => {
  using services = await testServices();
  const { queue, pairs } = services;
  for (const one of ["left", "gone"]) await queue.enqueue(one, profile());
  const pairId = (await pairIdOf(pairs, "left"))!;
  await queue.leave("gone");
  await queue.enqueue("gone", profile());
  equal(await queue.wayBack.take("gone", pairId), "too-late");
});

for (const one of ["left", "pressed"]) {
  Deno.test(`nobody is disturbed once ${one} has somebody else`, async () => {
    using services = await testServices();
    const { queue } = services;
    const pairId = await skipped(services);
    const other = one === "left" ? "pressed" : "left";
    await queue.leave(other);
    await queue.enqueue("third", profile());
    await queue.enqueue(other, profile());
    equal((await audit(services)).pairs.length, 1);
    equal(await queue.wayBack.take("pressed", pairId), "too-late");
    deepEqual(await heardBy(services, "left"), []);
  });

  Deno.test(`it is too late to agree once ${one} has somebody else`, async () => {
    using services = await testServices();
    const { queue, pairs } = services;
    const pairId = await skipped(services);
    equal(await queue.wayBack.take("pressed", pairId), "asked");
    const other = one === "left" ? "pressed" : "left";
    await queue.leave(other);
    await queue.enqueue("third", profile());
    await queue.enqueue(other, profile());
    equal(await queue.wayBack.take("left", pairId), "too-late");
    equal(await pairIdOf(pairs, one), await pairIdOf(pairs, "third"));
  });
}

for (const [blocker, blocked] of [["left", "pressed"], ["pressed", "left"]]) {
  Deno.test(`there is no way back where ${blocker} blocked ${blocked}`, async () => {
    using services = await testServices();
    const { wayBack } = services.queue;
    const pairId = await skipped(services);
    await block(services.store, blocker!, blocked!);
    equal(await wayBack.take("pressed", pairId), "too-late");
    deepEqual(await heardBy(services, "left"), []);
  });

  Deno.test(`there is none either where ${blocker} blocks ${blocked} once asked`, async () => {
    using services = await testServices();
    const { wayBack } = services.queue;
    const pairId = await skipped(services);
    equal(await wayBack.take("pressed", pairId), "asked");
    await block(services.store, blocker!, blocked!);
    equal(await wayBack.take("left", pairId), "too-late");
    equal((await audit(services)).pairs.length, 0);
  });
}

Deno.test("the way back is there for a few seconds, and a few more to agree", async () => {
  using services = await testServices();
  const { queue, clock } = services;
  const late = await skipped(services);
  clock.advance(ASK_BACK_MS + 2_000);
  equal(await queue.wayBack.take("pressed", late), "too-late");

  await queue.leave("left");
  await queue.leave("pressed");
  clock.advance(20_000);
  for (const one of ["left", "pressed"]) await queue.enqueue(one, profile());
  clock.advance(20_000);
  await queue.matchmake("left");
  const pairId = (await pairIdOf(services.pairs, "left"))!;
  for (const one of ["pressed", "left"]) await queue.enqueue(one, profile());
  clock.advance(ASK_BACK_MS);
  equal(await queue.wayBack.take("pressed", pairId), "asked");
  clock.advance(AGREE_MS);
  deepEqual(await heardBy(services, "left"), [], "no longer told");
  equal(await queue.wayBack.take("left", pairId), "paired");
  equal((await audit(services)).pairs.length, 1);
});

Deno.test("who is found by somebody else while agreeing is in that call alone", async () => {
  using services = await testServices();
  const { queue, pairs } = services;
  const pairId = await skipped(services);
  await queue.wayBack.take("pressed", pairId);
  interrupt(services, "pair", ({ queue }) => queue.enqueue("third", profile()));
  equal(await queue.wayBack.take("left", pairId), "too-late");
  equal((await audit(services)).pairs.length, 1);
  ok(await pairIdOf(pairs, "third") !== null);
});

Deno.test("who is found by somebody else while being asked is not asked", async () => {
  using services = await testServices();
  const { queue } = services;
  const pairId = await skipped(services);
  interrupt(services, "skip", ({ queue }) => queue.enqueue("third", profile()));
  equal(await queue.wayBack.take("pressed", pairId), "too-late");
  deepEqual(await heardBy(services, "left"), []);
});

Deno.test("two tabs that ask at one moment ask once", async () => {
  using services = await testServices();
  const { queue } = services;
  const pairId = await skipped(services);
  interrupt(
    services,
    "skip",
    ({ queue }) => queue.wayBack.take("pressed", pairId),
  );
  await queue.wayBack.take("pressed", pairId);
  deepEqual(await heardBy(services, "left"), [pairId]);
});

Deno.test("of many who agree, ask and search at once nobody is in two calls", async () => {
  for (const isStrangerThere of [false, true]) {
    using services = await testServices();
    const instances = [services, secondInstance(services)];
    const pairId = await skipped(services);
    await services.queue.wayBack.take("pressed", pairId);
    const strangers = isStrangerThere ? 9 : 0;
    const outcomes = await Promise.all([
      ...Array.from(
        { length: 40 },
        (_, i) =>
          instances[i % 2]!.queue.wayBack.take(
            i % 4 === 3 ? "pressed" : "left",
            pairId,
          ),
      ),
      ...Array.from({ length: strangers }, async (_, i) => {
        await instances[i % 2]!.queue.enqueue(`stranger ${i}`, profile());
        return "searched";
      }),
    ]);
    const pairedCount = outcomes.filter((each) => each === "paired").length;
    const { pairs } = await audit(services);
    const again = pairs.filter(({ callerId, calleeId }) =>
      [callerId, calleeId].toSorted().join() === "left,pressed"
    );
    equal(again.length, pairedCount, "paired as often as was said");
    ok(pairedCount <= 1);
    if (!isStrangerThere) equal(pairedCount, 1);
  }
});
