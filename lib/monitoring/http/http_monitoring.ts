/**
 * The monitoring of HTTP traffic, put together.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Log } from "@/lib/log.ts";
import { within } from "@/lib/within.ts";
import type { FamilySource } from "@/lib/monitoring/core/exposition.ts";
import { FLUSH_EVERY_MS, HttpFlusher } from "./flusher.ts";
import { httpFamilies } from "./metrics.ts";
import { HttpReader } from "./reader.ts";
import { HttpRecorder } from "./recorder.ts";
import { createHttpRollUp, type HttpRollUp } from "./period_kind.ts";
import type { HttpStatus } from "@/lib/monitoring/overview/http_status.ts";
import { httpStatus } from "./status.ts";

/** Platforms kill a process after 5 s, and requests under way end first. */
const LAST_FLUSH_MS = 1500;
const LAST_RETRY_MS = 200;

/** What {@link HttpMonitoring} needs from outside. */
export interface HttpMonitoringDeps {
  /** Where metrics are kept. */
  store: Store;
  /** Wall clock. */
  now: Clock;
  /** Prints. */
  log: Log;
  /** Key of the visitors' hash, a secret that all instances share. */
  visitorKey: string;
  /** Name of this process, unlike any other. Default: a random one. */
  instanceId?: string;
  /** A clock that never goes back, milliseconds. Default: the process's. */
  elapsed?: Clock;
  /** Jitter of the pauses after failures, in [0, 1). Default: the process's. */
  random?: () => number;
  /** Time the last flush may take, milliseconds. Default 1,500. */
  lastFlushMs?: number;
  /** Time a report waits for a flush, milliseconds. Default 2,000. */
  flushPatienceMs?: number;
}

/** Counts, keeps, rolls up and reads HTTP traffic. */
export class HttpMonitoring {
  /** Counts requests; see `recordRequests()`. */
  readonly recorder: HttpRecorder;
  /** Reports on traffic. */
  readonly reader: HttpReader;
  /** Rolls up what is stored. */
  readonly rollUp: HttpRollUp;
  /** Asked for metrics by `GET /metrics`; others may add theirs. */
  readonly families: FamilySource[];
  readonly #deps: HttpMonitoringDeps;
  readonly #instanceId: string;
  readonly #flusher: HttpFlusher;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Starts with nothing counted, and no timer. */
  constructor(deps: HttpMonitoringDeps) {
    const { store, now, elapsed = () => performance.now() } = deps;
    const instanceId = deps.instanceId ?? crypto.randomUUID().slice(0, 8);
    const recorder = new HttpRecorder(deps);
    const flusher = new HttpFlusher({
      random: Math.random,
      ...deps,
      recorder,
      elapsed,
      instanceId,
    });
    const rollUp = createHttpRollUp(store, now);
    this.#deps = deps;
    this.#instanceId = instanceId;
    this.#flusher = flusher;
    this.rollUp = rollUp;
    this.recorder = recorder;
    this.reader = new HttpReader({ ...deps, flusher, rollUp });
    this.families = [() => httpFamilies(recorder, flusher.state)];
  }

  /** Begins to flush each second. */
  start(): void {
    this.#timer ??= setInterval(
      () => void this.#flusher.flushIfDue(),
      FLUSH_EVERY_MS,
    );
  }

  /** Flushes now; `false` when that failed and will be tried again. */
  flush(): Promise<boolean> {
    return this.#flusher.flush();
  }

  /** Stops, and flushes for the last time, for 1.5 s at most. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    const { lastFlushMs = LAST_FLUSH_MS } = this.#deps;
    await flushForGood(this.#flusher, lastFlushMs);
  }

  /** Says how monitoring itself is doing. */
  async status(): Promise<HttpStatus> {
    const [lastRollup, oldestDirtyEnd] = await Promise.all([
      this.rollUp.lastRolledUpAt(),
      this.rollUp.oldestDirtyEnd(),
    ]);
    return httpStatus({
      instanceId: this.#instanceId,
      recorder: this.recorder,
      flusher: this.#flusher,
      lastRollup,
      oldestDirtyEnd,
      now: this.#deps.now(),
    });
  }
}

/** Flushes until it works or the time is up; a flush may also hang. */
async function flushForGood(
  flusher: HttpFlusher,
  timeoutMs: number,
): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  const leftMs = () => Math.max(0, deadlineMs - performance.now());
  while (!await within(flusher.flush(), leftMs()) && leftMs() > 0) {
    await pause(Math.min(LAST_RETRY_MS, leftMs()));
  }
  flusher.drop();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
