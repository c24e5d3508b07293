import { deepEqual, equal, rejects } from "node:assert/strict";
import { KeyedMutex } from "@/lib/kv/keyed_mutex.ts";

Deno.test("KeyedMutex.run() keeps tasks of one key apart and in order", async () => {
  const turns = new KeyedMutex();
  const log: string[] = [];
  const task = (name: string) => async () => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
    return name;
  };
  const results = await Promise.all([
    turns.run("x", task("a")),
    turns.run("x", task("b")),
    turns.run("y", task("c")),
  ]);
  equal(results.join(), "a,b,c");
  deepEqual(log.filter((line) => !line.startsWith("c")), [
    "a begins",
    "a ends",
    "b begins",
    "b ends",
  ]);
  equal(log.indexOf("c begins") < log.indexOf("a ends"), true);
});

Deno.test("KeyedMutex.run() goes on after a task that failed", async () => {
  const turns = new KeyedMutex();
  const failing = turns.run("x", () => Promise.reject(new Error("no")));
  const next = turns.run("x", () => Promise.resolve(1));
  await rejects(failing, /no/);
  equal(await next, 1);
});
