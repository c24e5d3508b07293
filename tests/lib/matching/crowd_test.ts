import { equal, ok } from "node:assert/strict";
import { profile, testServices } from "@/tests/helpers.ts";

const PEOPLE = 400;

Deno.test("a crowd of whom everybody fits everybody is paired without a storm", async () => {
  using services = await testServices();
  const { queue, store } = services;
  const commit = store.commit.bind(store);
  const getMany = store.getMany.bind(store);
  let lostCount = 0;
  let readCount = 0;
  store.commit = async (write) => {
    const outcome = await commit(write);
    if (!outcome.ok) lostCount++;
    return outcome;
  };
  store.getMany = ((keys: never) => {
    readCount++;
    return getMany(keys);
  }) as typeof store.getMany;
  const people = Array.from({ length: PEOPLE }, (_, i) => `v${i}`);
  await Promise.all(people.map((one) => queue.enqueue(one, profile())));
  let unpaired = people;
  for (let round = 0; round < 5 && unpaired.length > 0; round++) {
    const states = await Promise.all(
      unpaired.map((one) => queue.matchmake(one)),
    );
    unpaired = unpaired.filter((_, i) => states[i]!.state !== "paired");
  }
  equal(unpaired.length, 0);
  ok(lostCount < PEOPLE, `${lostCount} writes lost`);
  ok(readCount < PEOPLE * 20, `${readCount} reads`);
});
