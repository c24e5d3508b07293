import { equal, ok } from "node:assert/strict";
import { profile, testServices } from "@/tests/helpers.ts";

/** Counts what a crowd costs of whom everybody fits everybody. */
async function meetAtOnce(count: number) {
  using services = await testServices();
  const { queue, store } = services;
  const getMany = store.getMany.bind(store);
  const read = store.pages.bind(store);
  let [readCount, listedCount] = [0, 0];
  store.getMany = ((keys: never) => {
    readCount++;
    return getMany(keys);
  }) as typeof store.getMany;
  store.pages = async <T>(...given: Parameters<typeof read>) => {
    const pages = await read<T>(...given);
    listedCount += pages.flat().length;
    return pages;
  };
  const people = Array.from({ length: count }, (_, i) => `v${i}`);
  await Promise.all(people.map((one) => queue.enqueue(one, profile())));
  let unpaired = people;
  for (let round = 0; round < 5 && unpaired.length > 0; round++) {
    const states = await Promise.all(
      unpaired.map((one) => queue.matchmake(one)),
    );
    unpaired = unpaired.filter((_, i) => states[i]!.state !== "paired");
  }
  equal(unpaired.length, 0);
  const { lostWrites } = store.stats;
  return { lostWrites, readCount, listedCount };
}

Deno.test("a crowd of whom everybody fits everybody is paired without a storm", async () => {
  const { lostWrites, readCount } = await meetAtOnce(400);
  ok(lostWrites < 100, `${lostWrites} writes lost`);
  ok(readCount < 400 * 10, `${readCount} reads`);
});

Deno.test("what a seeker passes does not grow with the crowd", async () => {
  const [small, large] = [await meetAtOnce(200), await meetAtOnce(1_600)];
  const [few, many] = [small.listedCount / 200, large.listedCount / 1_600];
  ok(many < few * 2, `${few} and ${many} entries for each`);
});
