import { deepEqual, rejects } from "node:assert/strict";
import { InOrder } from "@/lib/call/signaling/in_order.ts";

Deno.test("InOrder.send() sends each once the one before has ended", async () => {
  const calls = new InOrder();
  const log: string[] = [];
  const first = Promise.withResolvers<void>();
  const one = calls.send(() => {
    log.push("one");
    return first.promise;
  });
  const two = calls.send(() => {
    log.push("two");
    return Promise.resolve();
  });
  await Promise.resolve();
  deepEqual(log, ["one"]);
  first.resolve();
  await Promise.all([one, two]);
  deepEqual(log, ["one", "two"]);
});

Deno.test("InOrder.send() goes on after a request that failed", async () => {
  const calls = new InOrder();
  const failing = calls.send(() => Promise.reject(new Error("no")));
  const next = calls.send(() => Promise.resolve());
  await rejects(failing, /no/);
  await next;
});
