/**
 * Moves metrics from the process into the store, never twice and never lost.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { freeze, type FrozenSegment, writeSegments } from "./segments.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Log } from "@/lib/log.ts";
import { requestsOf } from "./period.ts";
import { backoffMs } from "@/lib/retry/backoff.ts";
import type { HttpRecorder } from "./recorder.ts";

/** Time between flushes; a commit each keeps them at 60 a minute. */
export const FLUSH_EVERY_MS = 1000;

/** A timer may come this much early. */
const TIMER_SLACK_MS = 100;
/** Pauses after failures. */
const WAITS = { firstMs: FLUSH_EVERY_MS, longestMs: 5000 };

/** What {@link HttpFlusher} needs from outside. */
export interface HttpFlusherDeps {
  /** Where the metrics come from. */
  recorder: HttpRecorder;
  /** Where they go. */
  store: Store;
  /** Wall clock. */
  now: Clock;
  /** A clock that never goes back, milliseconds. */
  elapsed: Clock;
  /** Jitter of the pauses after failures, in [0, 1). */
  random: () => number;
  /** Prints. */
  log: Log;
  /** Name of this process, unlike that of any other, earlier ones included. */
  instanceId: string;
}

/** How flushing goes. */
export interface FlushState {
  /** Requests counted that the store does not have. */
  bufferedRequests: number;
  /** Since when there have been such requests, in milliseconds; 0 for none. */
  waitingMs: number;
  /** Last success, Unix milliseconds; `null` before the first. */
  lastFlushAt: number | null;
  /** Tries that failed since the start. */
  failures: number;
  /** Commits tried since the start. */
  commits: number;
  /** Requests given up at the end of the process. */
  droppedRequests: number;
}

/** Writes what a recorder counted, again until it is written. */
export class HttpFlusher {
  readonly #deps: HttpFlusherDeps;
  /** Segments with fixed keys, on their first or a later try. */
  #frozen: FrozenSegment[] = [];
  #running: Promise<boolean> | null = null;
  #seq = 0;
  #failuresInARow = 0;
  /** Earliest moment of the next flush by timer, on the `elapsed` clock. */
  #notBeforeMs = 0;
  #emptySinceMs: number;
  #lastFlushAt: number | null = null;
  #failures = 0;
  #commits = 0;
  #droppedRequests = 0;

  /** Starts with nothing written. */
  constructor(deps: HttpFlusherDeps) {
    this.#deps = deps;
    this.#emptySinceMs = deps.elapsed();
  }

  /** How flushing goes. */
  get state(): FlushState {
    const bufferedRequests = this.#bufferedRequests();
    return {
      bufferedRequests,
      waitingMs: bufferedRequests === 0
        ? 0
        : this.#deps.elapsed() - this.#emptySinceMs,
      lastFlushAt: this.#lastFlushAt,
      failures: this.#failures,
      commits: this.#commits,
      droppedRequests: this.#droppedRequests,
    };
  }

  /**
   * Flushes unless one was made within the last second, or failed a short
   * while ago. It never throws.
   */
  async flushIfDue(): Promise<void> {
    if (this.#running !== null) await this.#running;
    else if (this.#deps.elapsed() >= this.#notBeforeMs) await this.flush();
  }

  /**
   * Flushes now; a flush under way is waited for, not repeated.
   *
   * @returns Whether nothing from before the call is left. It never throws.
   */
  async flush(): Promise<boolean> {
    while (this.#running !== null) await this.#running;
    this.#running = this.#flushOnce();
    try {
      return await this.#running;
    } finally {
      this.#running = null;
    }
  }

  /** Gives up what is left and says so. */
  drop(): void {
    const requests = this.#bufferedRequests();
    if (requests === 0) return;
    this.#deps.recorder.take();
    this.#frozen = [];
    this.#droppedRequests += requests;
    this.#deps.log.error("http metrics lost", { requests });
  }

  #bufferedRequests(): number {
    return this.#deps.recorder.bufferedRequests +
      this.#frozen.reduce((sum, { segment }) => sum + requestsOf(segment), 0);
  }

  async #flushOnce(): Promise<boolean> {
    // What failed goes first and alone: its keys and values must not change.
    if (this.#frozen.length > 0 && !(await this.#write())) return false;
    this.#frozen = this.#freezeBuffered();
    return await this.#write();
  }

  #freezeBuffered(): FrozenSegment[] {
    const { recorder, instanceId } = this.#deps;
    return recorder.take().flatMap((buffer) =>
      freeze(buffer.toPlain(), {
        instanceId,
        nextSeq: () => ++this.#seq,
      })
    );
  }

  async #write(): Promise<boolean> {
    const { store, now, elapsed, log } = this.#deps;
    const startedMs = elapsed();
    let commits = 0;
    try {
      await writeSegments(store, this.#frozen, (written) => {
        commits++;
        this.#frozen = this.#frozen.filter((item) => !written.includes(item));
      });
    } catch (error) {
      commits++;
      this.#commits += commits;
      this.#noteFailure(error);
      return false;
    }
    if (commits > 0) this.#lastFlushAt = now();
    if (this.#failuresInARow > 0) log.info("http metrics are written again");
    this.#failuresInARow = 0;
    this.#commits += commits;
    this.#emptySinceMs = startedMs;
    this.#notBeforeMs = startedMs + commits * FLUSH_EVERY_MS - TIMER_SLACK_MS;
    return true;
  }

  #noteFailure(error: unknown): void {
    const { elapsed, random, log } = this.#deps;
    this.#failures++;
    this.#failuresInARow++;
    const pauseMs = backoffMs(this.#failuresInARow, random, WAITS);
    this.#notBeforeMs = elapsed() + pauseMs - TIMER_SLACK_MS;
    // Once for each trouble, not for each try.
    if (this.#failuresInARow === 1) {
      log.warn("http metrics could not be written, will try again", { error });
    }
  }
}
