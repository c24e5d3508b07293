import { deepEqual, equal, rejects } from "node:assert/strict";
import {
  sleep,
  type TickerPort,
  type TickerRequest,
  workerTimers,
} from "@/lib/call/timers.ts";
import { FakeTimers } from "./fakes.ts";

/** A worker that only notes requests. */
function fakePort() {
  const requests: TickerRequest[] = [];
  const listeners: Record<string, (event: { data?: { id: number } }) => void> =
    {};
  const port: TickerPort = {
    postMessage: (request) => void requests.push(request),
    addEventListener: (type, listener) => void (listeners[type] = listener),
  };
  const tick = (id: number) => listeners.message?.({ data: { id } });
  return { port, requests, tick, fail: () => listeners.error?.({}) };
}

Deno.test("workerTimers() rings when the worker ticks, once", () => {
  const { port, requests, tick } = fakePort();
  let rings = 0;
  workerTimers(port, new FakeTimers()).after(500, () => rings++);
  deepEqual(requests, [{ type: "set", id: 1, delayMs: 500 }]);
  tick(1);
  tick(1);
  equal(rings, 1);
});

Deno.test("workerTimers() does not ring after a cancel", () => {
  const { port, requests, tick } = fakePort();
  let rings = 0;
  const cancel = workerTimers(port, new FakeTimers()).after(5, () => rings++);
  cancel();
  cancel();
  tick(1);
  equal(rings, 0);
  deepEqual(requests.slice(1), [{ type: "cancel", id: 1 }]);
});

Deno.test("workerTimers() goes on with the page's timers when the worker fails", async () => {
  const { port, fail } = fakePort();
  const page = new FakeTimers();
  const timers = workerTimers(port, page);
  const rung: string[] = [];
  timers.after(100, () => rung.push("before"));
  const cancel = timers.after(100, () => rung.push("canceled"));
  fail();
  cancel();
  timers.after(200, () => rung.push("after"));
  await page.advance(200);
  deepEqual(rung, ["before", "after"]);
});

Deno.test("sleep() wakes in time, or rejects when aborted", async () => {
  const timers = new FakeTimers();
  const slept = sleep(timers, 50);
  await timers.advance(50);
  await slept;
  const controller = new AbortController();
  const cut = rejects(sleep(timers, 50, controller.signal), {
    name: "AbortError",
  });
  controller.abort();
  await cut;
  equal(timers.pending, 0);
  await rejects(sleep(timers, 50, controller.signal), { name: "AbortError" });
});
