import { deepEqual, equal, ok } from "node:assert/strict";
import type { CallStats } from "@/lib/protocol/call_stats.ts";
import {
  CallStatistics,
  HISTORY_SECONDS,
  type ShownStats,
  type WatchedView,
} from "@/lib/call/stats/call_statistics.ts";
import type { OnMeter } from "@/lib/call/stats/stats_computer.ts";
import { measure, type Meter, type Sample } from "@/lib/webrtc_stats/meter.ts";
import { chromium } from "@/tests/lib/webrtc_stats/reports.ts";
import { FakeTimers } from "../fakes.ts";

const live = (pairId = "p1", isBroken = false, gen = 0): WatchedView => ({
  gen,
  state: {
    name: "live",
    match: { pairId, role: "caller" },
    trouble: isBroken ? { side: "us", sinceMs: 5 } : null,
  },
});
const WAITING: WatchedView = {
  gen: 0,
  state: { name: "waiting", isOffline: false },
};

function setUp() {
  const timers = new FakeTimers();
  const beganMs = timers.nowMs();
  const told: string[] = [];
  const followed: CallStats[] = [];
  const shown: (ShownStats | null)[] = [];
  const connections = [connectionOf("all"), connectionOf("relay")];
  let connection: ReturnType<typeof connectionOf> | null = connections[0]!;
  let skippedSeconds = 0;
  let fps: number | undefined = 60;
  let gate: Promise<void> = Promise.resolve();

  function connectionOf(iceTransportPolicy: RTCIceTransportPolicy) {
    return {
      isClosed: false,
      async getStats() {
        await gate;
        if (this.isClosed) throw new Error("closed");
        const second = 1 + skippedSeconds +
          Math.round((timers.nowMs() - beganMs) / 1_000);
        const report = chromium({ second }) as unknown as RTCStatsReport;
        return report;
      },
      getConfiguration: () => ({ iceTransportPolicy }),
    };
  }
  const statistics = new CallStatistics({
    connection: () => connection,
    timers,
    computer: {
      measure(meter: Meter, sample: Sample, onMeter: OnMeter) {
        told.push("measure");
        onMeter(measure(meter, structuredClone(sample)), "worker");
      },
      drop: () => told.push("drop"),
      close: () => told.push("close"),
    },
    createEmitter: (pairId) => ({
      follow: (stats) => followed.push(stats),
      resync: () => told.push(`${pairId} resync`),
      end() {
        told.push(`${pairId} end`);
        return Promise.resolve();
      },
      depart: () => told.push(`${pairId} depart`),
    }),
    frames: {
      start: () => told.push("frames on"),
      stop: () => told.push("frames off"),
      read: () => fps,
    },
    isHidden: () => false,
    device: { device: "desktop", browser: "Chrome 149" },
    onStats: (each) => shown.push(each),
  });
  return {
    statistics,
    timers,
    told,
    followed,
    shown,
    use: (i: number) => connection = connections[i] ?? null,
    close: () => connections[0]!.isClosed = true,
    skip: (seconds: number) => skippedSeconds += seconds,
    hide: () => fps = undefined,
    hold: (until: Promise<void>) => gate = until,
    /** What was done, but for measuring. */
    steps: () => told.filter((each) => each !== "measure"),
  };
}

Deno.test("CallStatistics takes a report at once and each second", async () => {
  const { statistics, timers, followed, shown } = setUp();
  statistics.follow(live());
  await timers.advance(0);
  equal(followed.length, 1);
  await timers.advance(5_000);
  equal(followed.length, 6);
  equal(shown.at(-1)?.history.length, 6);
  deepEqual(shown.at(-1)?.stats, followed.at(-1));
  const { upAudioBps, device, browser, pageFps, computedOn, connection } =
    followed.at(-1)!;
  deepEqual([upAudioBps, device, browser, pageFps, computedOn, connection], [
    36_800,
    "desktop",
    "Chrome 149",
    60,
    "worker",
    "connected",
  ]);
  statistics.close();
});

Deno.test("CallStatistics says what the page knows", async () => {
  const { statistics, timers, followed, use, hide } = setUp();
  use(1);
  hide();
  statistics.follow(live("p1", true, 2));
  await timers.advance(0);
  const { isRelayChosen, restartCount, connection } = followed[0]!;
  deepEqual([isRelayChosen, restartCount, connection], [
    true,
    2,
    "reconnecting",
  ]);
  ok(!("pageFps" in followed[0]!));
  statistics.close();
});

Deno.test("CallStatistics ends with its call, and begins anew", async () => {
  const { statistics, timers, steps, shown, followed } = setUp();
  statistics.follow(live("p1"));
  await timers.advance(2_000);
  statistics.follow(WAITING);
  deepEqual(steps(), ["frames on", "p1 end", "drop", "frames off"]);
  equal(shown.at(-1), null);
  equal(timers.pending, 0);
  statistics.follow(live("p2"));
  await timers.advance(0);
  ok(!("upAudioBps" in followed.at(-1)!), "nothing of the call before");
  equal(shown.at(-1)?.history.length, 1);
  statistics.follow(live("p3"));
  deepEqual(steps().slice(-4), ["p2 end", "drop", "frames off", "frames on"]);
  statistics.close();
});

Deno.test("CallStatistics wants all told after a reconnect and a gap", async () => {
  const { statistics, timers, told, steps, skip, shown } = setUp();
  statistics.follow(live());
  statistics.follow(live("p1", true));
  await timers.advance(1_000);
  ok(!told.includes("p1 resync"));
  statistics.follow(live());
  deepEqual(steps(), ["frames on", "p1 resync"]);
  await timers.advance(1_000);
  skip(60);
  await timers.advance(1_000);
  deepEqual(steps(), ["frames on", "p1 resync", "p1 resync"]);
  equal(shown.at(-1)!.history.at(-2), null, "a gap stays a gap");
  statistics.close();
});

Deno.test("CallStatistics tells a new connection from the old one", async () => {
  const { statistics, timers, use, followed } = setUp();
  statistics.follow(live());
  await timers.advance(2_000);
  use(1);
  await timers.advance(1_000);
  ok(!("upAudioBps" in followed.at(-1)!));
  statistics.close();
});

Deno.test("CallStatistics goes on where there is nothing to read", async () => {
  const { statistics, timers, use, followed, close } = setUp();
  use(9);
  statistics.follow(live());
  await timers.advance(2_000);
  use(0);
  close();
  await timers.advance(2_000);
  equal(followed.length, 0);
  use(1);
  await timers.advance(1_000);
  equal(followed.length, 1);
  statistics.close();
});

Deno.test("CallStatistics keeps two minutes, however long a call is", async () => {
  const { statistics, timers, shown } = setUp();
  statistics.follow(live());
  await timers.advance((HISTORY_SECONDS + 10) * 1_000);
  equal(shown.at(-1)?.history.length, HISTORY_SECONDS);
  statistics.close();
});

Deno.test("CallStatistics sends last words when the page goes", async () => {
  const { statistics, timers, steps } = setUp();
  statistics.depart();
  statistics.follow(live());
  await timers.advance(0);
  statistics.depart();
  deepEqual(steps(), ["frames on", "p1 depart"]);
  statistics.close();
});

Deno.test("CallStatistics measures nothing for a call that is over", async () => {
  const { statistics, timers, told, hold } = setUp();
  const { promise, resolve } = Promise.withResolvers<void>();
  hold(promise);
  statistics.follow(live());
  await timers.advance(0);
  statistics.follow(WAITING);
  resolve();
  await timers.advance(0);
  ok(!told.includes("measure"));
  statistics.close();
});

Deno.test("CallStatistics ends the call that it watches when it is closed", async () => {
  const { statistics, timers, told, shown } = setUp();
  statistics.follow(live());
  await timers.advance(1_000);
  told.length = 0;
  statistics.close();
  deepEqual(told, ["p1 end", "drop", "frames off", "close"]);
  equal(shown.at(-1), null);
  await timers.advance(5_000);
  equal(told.includes("measure"), false);
});
