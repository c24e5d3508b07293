import { deepEqual, equal } from "node:assert/strict";
import { FrameMonitor } from "@/lib/call/stats/frame_monitor.ts";

function setUp() {
  let nowMs = 0;
  let pending: (() => void) | null = null;
  let isHidden = false;
  let asked = 0;
  const events = new EventTarget();
  const low: number[] = [];
  const monitor = new FrameMonitor({
    requestFrame(callback) {
      pending = callback;
      return ++asked;
    },
    cancelFrame: () => pending = null,
    nowMs: () => nowMs,
    document: {
      get hidden() {
        return isHidden;
      },
      addEventListener: events.addEventListener.bind(events),
      removeEventListener: events.removeEventListener.bind(events),
    },
    onLow: (fps) => low.push(fps),
  });
  return {
    monitor,
    low,
    /** A second with so many frames. */
    second(frames: number) {
      for (let i = 0; i < frames; i++) pending?.();
      nowMs += 1_000;
      return monitor.read();
    },
    hide(isNow: boolean) {
      isHidden = isNow;
      events.dispatchEvent(new Event("visibilitychange"));
    },
    /** How often a frame was asked for. */
    get asked() {
      return asked;
    },
    get isAsking() {
      return pending !== null;
    },
  };
}

Deno.test("FrameMonitor counts frames", () => {
  const { monitor, second } = setUp();
  monitor.start();
  equal(second(60), 60);
  equal(second(55), 55);
});

Deno.test("FrameMonitor tells of a low rate once, until it is back", () => {
  const { monitor, second, low } = setUp();
  monitor.start();
  for (const frames of [60, 49, 30, 50, 20]) second(frames);
  deepEqual(low, [49, 20]);
});

Deno.test("FrameMonitor asks for no frame while the page is hidden", () => {
  const monitor = setUp();
  monitor.monitor.start();
  monitor.second(60);
  monitor.hide(true);
  equal(monitor.isAsking, false);
  equal(monitor.second(0), undefined);
  deepEqual(monitor.low, []);
  monitor.hide(false);
  equal(monitor.monitor.read(), undefined, "there was no time to count");
  equal(monitor.second(60), 60);
});

Deno.test("FrameMonitor counts nothing before start() and after stop()", () => {
  const monitor = setUp();
  equal(monitor.second(60), undefined);
  monitor.monitor.start();
  monitor.monitor.stop();
  equal(monitor.isAsking, false);
  monitor.hide(false);
  equal(monitor.isAsking, false);
  equal(monitor.second(60), undefined);
});

Deno.test("FrameMonitor that is started twice counts once", () => {
  const monitor = setUp();
  monitor.monitor.start();
  monitor.monitor.start();
  equal(monitor.asked, 1);
});
