import { deepEqual, equal, rejects } from "node:assert/strict";
import { KeyedMutex } from "@/lib/kv/keyed_mutex.ts";

Deno.test("KeyedMutex.run() keeps tasks of one key apart and in order", async () => {
  const mutex = new KeyedMutex();
  const log: string[] = [];
  const task = (name: string) => async () => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
    return name;
  };
  const results = await Promise.all([
    mutex.run("x", task("a")),
    mutex.run("x", task("b")),
    mutex.run("y", task("c")),
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
  const mutex = new KeyedMutex();
  const failing = mutex.run("x", () => Promise.reject(new Error("no")));
  const next = mutex.run("x", () => Promise.resolve(1));
  await rejects(failing, /no/);
  equal(await next, 1);
});
