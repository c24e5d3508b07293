/**
 * Has a call's reports measured by a worker, and by the page itself while there
 * is none that works: one that does not load, errs or is silent is replaced
 * once.
 *
 * A worker is sent all that is known with each report, and keeps nothing. So
 * the page can go on at any moment from where it was.
 *
 * @module
 */

import { measure, type Meter, type Sample } from "@/lib/webrtc_stats/meter.ts";
import type { Timers } from "../timers.ts";

/** How long a worker may take, milliseconds. */
export const SILENT_MS = 5_000;

/** How many workers are tried: the first, and one in its place. */
const MAX_WORKERS = 2;

/** What the page asks of the worker. */
export interface StatsRequest {
  /** Comes back with the answer. */
  readonly id: number;
  /** What is known. */
  readonly meter: Meter;
  /** What comes to it. */
  readonly sample: Sample;
}

/** What the worker answers. */
export interface StatsResult {
  /** Number of the request. */
  readonly id: number;
  /** What is known now. */
  readonly meter: Meter;
}

/** The part of a `Worker` that is needed. */
export interface StatsPort {
  /** Asks for something. */
  postMessage(request: StatsRequest): void;
  /** Listens for answers, or for failures. */
  addEventListener(
    type: "message" | "error" | "messageerror",
    listener: (event: { data?: StatsResult }) => void,
  ): void;
  /** Ends it. */
  terminate(): void;
}

/** What a computer needs. */
export interface StatsComputerDeps {
  /** Starts a worker; may throw where there are none. */
  readonly openWorker: () => StatsPort;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Told when the page does the work for want of a worker, and when not. */
  readonly onFallback: (isFallback: boolean) => void;
}

/** What is told of a sample, and where it was measured. */
export type OnMeter = (meter: Meter, computedOn: "worker" | "main") => void;

/** A sample that a worker has. */
interface UnderWay extends StatsRequest {
  readonly onMeter: OnMeter;
  /** Whether the page has measured it, too, since the worker is on trial. */
  readonly isTrial: boolean;
  readonly cancelAlarm: () => void;
}

/** Measures samples, one after another. */
export class StatsComputer {
  readonly #deps: StatsComputerDeps;
  #worker: StatsPort | null = null;
  #workerCount = 0;
  /** Whether the worker has answered before. */
  #isProven = false;
  #underWay: UnderWay | null = null;
  #lastId = 0;

  /** Starts the first worker. */
  constructor(deps: StatsComputerDeps) {
    this.#deps = deps;
    this.#hire();
  }

  /**
   * Measures a sample. While a worker still has the one before, it is left out:
   * the next one tells as much.
   */
  measure(meter: Meter, sample: Sample, onMeter: OnMeter): void {
    const isTrial = !this.#isProven;
    if (isTrial) onMeter(measure(meter, sample), "main");
    if (this.#worker === null || this.#underWay !== null) return;
    const request = { id: ++this.#lastId, meter, sample };
    const cancelAlarm = this.#deps.timers.after(SILENT_MS, () => this.#fail());
    this.#underWay = { ...request, onMeter, isTrial, cancelAlarm };
    try {
      this.#worker.postMessage(request);
    } catch {
      // It does not take what the page has: no use waiting.
      this.#fail();
    }
  }

  /** Forgets what is under way: its call is over. */
  drop(): void {
    this.#underWay?.cancelAlarm();
    this.#underWay = null;
  }

  /** Ends the worker. */
  close(): void {
    this.drop();
    this.#worker?.terminate();
    this.#worker = null;
  }

  #hire(): void {
    this.#workerCount++;
    try {
      const worker = this.#deps.openWorker();
      this.#worker = worker;
      const fail = () => {
        if (this.#worker === worker) this.#fail();
      };
      worker.addEventListener("message", ({ data }) => {
        if (this.#worker === worker && data) this.#receive(data);
      });
      worker.addEventListener("error", fail);
      worker.addEventListener("messageerror", fail);
    } catch {
      this.#fail();
    }
  }

  #receive({ id, meter }: StatsResult): void {
    const underWay = this.#underWay;
    if (underWay?.id !== id) return;
    this.drop();
    if (!this.#isProven) this.#deps.onFallback(false);
    this.#isProven = true;
    if (!underWay.isTrial) underWay.onMeter(meter, "worker");
  }

  /** Does the worker's work, and tries another one if there was but one. */
  #fail(): void {
    const underWay = this.#underWay;
    this.close();
    this.#isProven = false;
    this.#deps.onFallback(true);
    if (this.#workerCount < MAX_WORKERS) this.#hire();
    if (underWay === null || underWay.isTrial) return;
    const { meter, sample, onMeter } = underWay;
    onMeter(measure(meter, sample), "main");
  }
}
