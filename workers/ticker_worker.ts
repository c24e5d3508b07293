/**
 * An alarm clock that keeps time in a hidden tab, where the page's own timers
 * fire once a minute and a waiting visitor would lose the place in the queue.
 * `lib/call/timers.ts` talks to it.
 *
 * @module
 */

import type { TickerRequest, TickerTick } from "@/lib/call/timers.ts";

const alarms = new Map<number, ReturnType<typeof setTimeout>>();

addEventListener("message", ({ data }: MessageEvent<TickerRequest>) => {
  if (data.type === "cancel") {
    clearTimeout(alarms.get(data.id));
    alarms.delete(data.id);
    return;
  }
  const { id, delayMs } = data;
  const alarm = setTimeout(() => {
    alarms.delete(id);
    const tick: TickerTick = { id };
    postMessage(tick);
  }, delayMs);
  alarms.set(id, alarm);
});

/** Sends a tick to the page; typed here, as `lib` knows windows only. */
declare function postMessage(tick: TickerTick): void;
