import { deepEqual, equal, rejects } from "node:assert/strict";
import { withDeadline } from "@/lib/call/signaling/deadline.ts";
import { FakeTimers } from "@/tests/lib/call/fakes.ts";

/** A signal that counts who listens to it. */
function countedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const { addEventListener, removeEventListener } = signal;
  const listening = { count: 0 };
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listening.count++;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (
    ...args: Parameters<typeof removeEventListener>
  ) => {
    listening.count--;
    removeEventListener.apply(signal, args);
  };
  return { controller, signal, listening };
}

/** Something that ends only when its signal is aborted. */
function never(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(signal.reason);
    if (signal.aborted) fail();
    signal.addEventListener("abort", fail);
  });
}

Deno.test("withDeadline() gives what was run, and leaves nothing behind", async () => {
  const timers = new FakeTimers();
  const { signal, listening } = countedSignal();
  const deadline = { timeoutMs: 10, signal };
  const run = () => Promise.resolve("answer");
  equal(await withDeadline(timers, deadline, run), "answer");
  deepEqual([listening.count, timers.pending], [0, 0]);
});

Deno.test("withDeadline() ends what takes too long", async () => {
  const timers = new FakeTimers();
  const { signal, listening } = countedSignal();
  const late = withDeadline(timers, { timeoutMs: 10, signal }, never);
  const refused = rejects(late, { name: "AbortError" });
  await timers.advance(10);
  await refused;
  equal(listening.count, 0);
});

Deno.test("withDeadline() ends with its signal, also with one that was aborted", async () => {
  const timers = new FakeTimers();
  const { controller, signal } = countedSignal();
  const deadline = { timeoutMs: 10, signal };
  const ended = withDeadline(timers, deadline, never);
  controller.abort(new Error("over"));
  await rejects(ended, /over/);
  await rejects(withDeadline(timers, deadline, never), /over/);
  equal(timers.pending, 0);
});
