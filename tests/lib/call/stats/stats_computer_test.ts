import { deepEqual, equal } from "node:assert/strict";
import {
  SILENT_MS,
  StatsComputer,
  type StatsPort,
  type StatsRequest,
  type StatsResult,
} from "@/lib/call/stats/stats_computer.ts";
import { measure, type Meter, NEW_METER } from "@/lib/webrtc_stats/meter.ts";
import { sampleOf } from "@/tests/lib/webrtc_stats/follow.ts";
import { chromium } from "@/tests/lib/webrtc_stats/reports.ts";
import { FakeTimers } from "../fakes.ts";

/** A worker that answers when it is told to. */
class FakeWorker implements StatsPort {
  readonly asked: StatsRequest[] = [];
  isTerminated = false;
  readonly #listeners = new Map<
    string,
    (event: { data?: StatsResult }) => void
  >();

  postMessage(request: StatsRequest): void {
    this.asked.push(structuredClone(request));
  }
  addEventListener(
    type: string,
    listener: (event: { data?: StatsResult }) => void,
  ): void {
    this.#listeners.set(type, listener);
  }
  terminate(): void {
    this.isTerminated = true;
  }
  answer(index = -1): void {
    const { id, meter, sample } = this.asked.at(index)!;
    const data = { id, meter: measure(meter, sample) };
    this.#listeners.get("message")!({ data });
  }
  fail(): void {
    this.#listeners.get("error")!({});
  }
}

function setUp(mayOpen = () => true) {
  const timers = new FakeTimers();
  const workers: FakeWorker[] = [];
  const fallbacks: boolean[] = [];
  const computer = new StatsComputer({
    timers,
    onFallback: (isFallback) => fallbacks.push(isFallback),
    openWorker() {
      if (!mayOpen()) throw new Error("no workers here");
      workers.push(new FakeWorker());
      return workers.at(-1)!;
    },
  });
  let meter = NEW_METER;
  let second = 0;
  const told: string[] = [];
  return {
    timers,
    workers,
    fallbacks,
    computer,
    told,
    get worker() {
      return workers.at(-1)!;
    },
    /** Takes a report and has it measured. */
    sample() {
      const sample = sampleOf(chromium({ second: ++second }));
      const at = second;
      computer.measure(meter, sample, (next: Meter, where) => {
        meter = next;
        told.push(`${at} ${where} ${next.stats.upAudioBps}`);
      });
    },
  };
}

const BPS = 36_800;

Deno.test("StatsComputer has a worker do it once it has answered", () => {
  const { sample, told, worker, fallbacks } = setUp();
  sample();
  deepEqual(told, ["1 main undefined"], "nobody waits for a worker to load");
  worker.answer();
  sample();
  equal(told.length, 1);
  worker.answer();
  deepEqual(told[1], `2 worker ${BPS}`);
  deepEqual(fallbacks, [false]);
});

Deno.test("StatsComputer does it itself when a worker errs, and tries one more", () => {
  const { sample, told, workers, fallbacks, timers } = setUp();
  sample();
  workers[0]!.answer();
  sample();
  workers[0]!.fail();
  deepEqual(told[1], `2 main ${BPS}`, "what it had is not lost");
  equal(workers[0]!.isTerminated, true);
  deepEqual(fallbacks, [false, true]);
  sample();
  deepEqual(told[2], `3 main ${BPS}`, "the new one is on trial");
  workers[1]!.answer();
  deepEqual(fallbacks, [false, true, false]);
  sample();
  workers[1]!.answer();
  deepEqual(told[3], `4 worker ${BPS}`);
  equal(timers.pending, 0);
});

Deno.test("StatsComputer does it itself for good after the second failure", () => {
  const { sample, told, workers, fallbacks } = setUp();
  workers[0]!.fail();
  workers[1]!.fail();
  equal(workers.length, 2);
  sample();
  sample();
  deepEqual(told, ["1 main undefined", `2 main ${BPS}`]);
  deepEqual(fallbacks, [true, true]);
});

Deno.test("StatsComputer takes a worker that is silent for one that failed", async () => {
  const { sample, told, workers, fallbacks, timers } = setUp();
  sample();
  workers[0]!.answer();
  sample();
  await timers.advance(SILENT_MS - 1);
  sample();
  equal(told.length, 1, "one at a time");
  await timers.advance(1);
  deepEqual(told[1], `2 main ${BPS}`);
  deepEqual(fallbacks, [false, true]);
  equal(workers.length, 2);
  workers[0]!.answer();
  equal(told.length, 2, "the old one is not listened to");
});

Deno.test("StatsComputer does without workers where there are none", () => {
  const { sample, told, fallbacks } = setUp(() => false);
  sample();
  sample();
  deepEqual(told, ["1 main undefined", `2 main ${BPS}`]);
  deepEqual(new Set(fallbacks), new Set([true]));
});

Deno.test("StatsComputer.drop() forgets what a call that is over asked", () => {
  const { sample, told, worker, computer, timers } = setUp();
  sample();
  worker.answer();
  sample();
  computer.drop();
  worker.answer();
  equal(told.length, 1);
  equal(timers.pending, 0);
  sample();
  worker.answer(-2);
  equal(told.length, 1, "an answer to what was dropped");
  worker.answer();
  deepEqual(told[1], `3 worker ${BPS}`);
});
