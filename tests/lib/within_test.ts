import { equal, rejects } from "node:assert/strict";
import { within } from "@/lib/within.ts";

Deno.test("within() gives what came in time, and leaves no timer behind", async () => {
  equal(await within(Promise.resolve(7), 60_000), 7);
  await rejects(within(Promise.reject(new Error("no")), 60_000), /no/);
});

Deno.test("within() gives up on what does not come, and drops what it says later", async () => {
  const { promise, reject } = Promise.withResolvers<number>();
  equal(await within(promise, 0), undefined);
  reject(new Error("too late"));
  // Had nobody taken the rejection, this turn of the loop would fail the test.
  equal(await within(new Promise(() => {}), 0), undefined);
});
