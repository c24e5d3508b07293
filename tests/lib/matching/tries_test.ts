import { deepEqual, equal, rejects } from "node:assert/strict";
import { Tries } from "@/lib/matching/tries.ts";

Deno.test("Tries know who takes part until the end", async () => {
  const tries = new Tries();
  const { promise, resolve } = Promise.withResolvers<string>();
  const run = tries.run(["a", "b"], () => promise);
  deepEqual(["a", "b", "c"].map((one) => tries.has(one)), [true, true, false]);
  resolve("pair");
  equal(await run, "pair");
  deepEqual(["a", "b"].map((one) => tries.has(one)), [false, false]);
});

Deno.test("Tries.ended() waits for the end, whatever it is", async () => {
  const tries = new Tries();
  const { promise, reject } = Promise.withResolvers<void>();
  const run = tries.run(["a"], () => promise);
  const order: string[] = [];
  const waited = tries.ended("a").then(() => void order.push("waited"));
  const checked = rejects(run, /gone/).then(() => void order.push("failed"));
  await tries.ended("b");
  deepEqual(order, []);
  reject(new Error("gone"));
  await Promise.all([waited, checked]);
  equal(order.length, 2);
  equal(tries.has("a"), false);
});

Deno.test("the end of one try does not hide another of the same person", async () => {
  const tries = new Tries();
  const [one, two] = [
    Promise.withResolvers<void>(),
    Promise.withResolvers<void>(),
  ];
  const first = tries.run(["a", "b"], () => one.promise);
  const second = tries.run(["a"], () => two.promise);
  one.resolve();
  await first;
  deepEqual([tries.has("a"), tries.has("b")], [true, false]);
  two.resolve();
  await second;
  equal(tries.has("a"), false);
});
