import { deepEqual } from "node:assert/strict";
import type { TickerRequest, TickerTick } from "@/lib/call/timers.ts";
import { openWorker } from "./worker.ts";

Deno.test("the ticker worker rings each alarm once, the shorter one first, and none that was cancelled", async () => {
  using worker = openWorker<TickerRequest, TickerTick>("ticker_worker");
  worker.post({ type: "set", id: 1, delayMs: 40 });
  worker.post({ type: "set", id: 2, delayMs: 0 });
  worker.post({ type: "set", id: 3, delayMs: 0 });
  worker.post({ type: "cancel", id: 2 });
  // One that is gone, and one that never was, can be cancelled as well.
  worker.post({ type: "cancel", id: 9 });
  deepEqual(await worker.next(), { id: 3 });
  worker.post({ type: "cancel", id: 3 });
  deepEqual(await worker.next(), { id: 1 });
  deepEqual(await worker.ask({ type: "set", id: 4, delayMs: 0 }), { id: 4 });
});
