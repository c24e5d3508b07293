import { deepEqual, equal, rejects } from "node:assert/strict";
import { SerialQueue } from "@/lib/admin/serial_queue.ts";

Deno.test("SerialQueue runs tasks one after the other", async () => {
  const turns = new SerialQueue(10);
  const seen: string[] = [];
  const task = (name: string) => async () => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    seen.push(`${name} ends`);
  };
  await Promise.all([turns.run(task("a")), turns.run(task("b"))]);
  deepEqual(seen, ["a begins", "a ends", "b begins", "b ends"]);
});

Deno.test("SerialQueue refuses what is too much, and takes again when there is room", async () => {
  const turns = new SerialQueue(2);
  const one = () => Promise.resolve(1);
  const results = [turns.run(one), turns.run(one), turns.run(one)];
  deepEqual(await Promise.all(results), [1, 1, undefined]);
  equal(await turns.run(one), 1);
});

Deno.test("SerialQueue goes on after a task that failed", async () => {
  const turns = new SerialQueue(2);
  await rejects(turns.run(() => Promise.reject(new Error("no"))), /no/);
  equal(await turns.run(() => Promise.resolve(1)), 1);
});
