import { deepEqual } from "node:assert/strict";
import { PageEffects } from "@/lib/call/page_effects.ts";

function rig() {
  const events = new EventTarget();
  const page = { isHidden: false };
  const log: string[] = [];
  const effects = new PageEffects({
    events,
    wakeLock: {
      want: (isWanted) => void log.push(isWanted ? "awake" : "may sleep"),
      close: () => void log.push("closed"),
    },
    chime: () => void log.push("chime"),
    isHidden: () => page.isHidden,
    onCalling: (isCalling) => void log.push(isCalling ? "calls" : "quiet"),
  });
  return { effects, events, page, log };
}

Deno.test("PageEffects keeps the screen on in calls only", () => {
  const { effects, log } = rig();
  for (const state of ["waiting", "connecting", "live", "stopped"] as const) {
    effects.follow(state);
  }
  deepEqual(log.filter((line) => line !== "quiet"), [
    "may sleep",
    "awake",
    "awake",
    "may sleep",
  ]);
});

Deno.test("PageEffects calls somebody back from another tab until they look", () => {
  const { effects, events, page, log } = rig();
  page.isHidden = true;
  effects.follow("waiting");
  effects.follow("live");
  deepEqual(log.slice(-3), ["awake", "calls", "chime"]);
  events.dispatchEvent(new Event("visibilitychange"));
  deepEqual(log.at(-1), "chime", "still in the background");
  page.isHidden = false;
  events.dispatchEvent(new Event("visibilitychange"));
  deepEqual(log.at(-1), "quiet");
  effects.close();
  deepEqual(log.at(-1), "closed");
  events.dispatchEvent(new Event("visibilitychange"));
  deepEqual(log.at(-1), "closed");
});
