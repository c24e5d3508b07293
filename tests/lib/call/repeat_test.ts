import { deepEqual, equal } from "node:assert/strict";
import { repeat } from "@/lib/call/repeat.ts";
import { FakeTimers, settle } from "./fakes.ts";

const RHYTHM = { firstMs: 10, everyMs: 100 };

Deno.test("repeat() does it after a while, and again after each pause", async () => {
  const timers = new FakeTimers();
  const at: number[] = [];
  const startedMs = timers.nowMs();
  const end = repeat(timers, RHYTHM, () => {
    at.push(timers.nowMs() - startedMs);
    return Promise.resolve();
  });
  await timers.advance(9);
  deepEqual(at, []);
  await timers.advance(201);
  deepEqual(at, [10, 110, 210]);
  end();
  await timers.advance(1_000);
  equal(at.length, 3);
  equal(timers.pending, 0);
});

Deno.test("repeat() waits for what takes long, and does nothing twice at once", async () => {
  const timers = new FakeTimers();
  const steps: PromiseWithResolvers<void>[] = [];
  const end = repeat(timers, RHYTHM, () => {
    steps.push(Promise.withResolvers());
    return steps.at(-1)!.promise;
  });
  await timers.advance(1_000);
  equal(steps.length, 1);
  steps[0]!.resolve();
  await settle();
  await timers.advance(99);
  equal(steps.length, 1);
  await timers.advance(1);
  equal(steps.length, 2);
  end();
});

Deno.test("repeat() that ends in the middle tells so, and sets no alarm any more", async () => {
  const timers = new FakeTimers();
  const { promise, resolve } = Promise.withResolvers<void>();
  let signal: AbortSignal | null = null;
  const end = repeat(timers, RHYTHM, (own) => {
    signal = own;
    return promise;
  });
  await timers.advance(10);
  equal(signal!.aborted, false);
  end();
  equal(signal!.aborted, true);
  resolve();
  await settle();
  equal(timers.pending, 0);
});

Deno.test("repeat() can be ended by what it does", async () => {
  const timers = new FakeTimers();
  let count = 0;
  const end = repeat(timers, RHYTHM, () => {
    if (++count === 2) end();
    return Promise.resolve();
  });
  await timers.advance(1_000);
  equal(count, 2);
  equal(timers.pending, 0);
});
