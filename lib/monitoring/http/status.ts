/**
 * How the monitoring of HTTP itself is doing.
 *
 * @module
 */

import type { HttpFlusher } from "./flusher.ts";
import type { HttpRecorder } from "./recorder.ts";

/** Figures wait this long at most while all is well, milliseconds. */
const MAX_WAITING_MS = 5000;
/** A period is rolled up this long after its end while all is well. */
const MAX_ROLLUP_DELAY_MS = 10 * 60_000;

/** How the monitoring of HTTP itself is doing. */
export interface HttpStatus {
  /** `warning` when figures wait too long, were lost, or are put together. */
  status: "healthy" | "warning";
  /** What is wrong, in words; empty while healthy. */
  warnings: string[];
  /** Name of this process. */
  instanceId: string;
  /** Requests of this process that the store does not have yet. */
  bufferSize: number;
  /** How long some have been waiting, milliseconds. */
  flushAgeMs: number;
  /** Last flush of this process, Unix milliseconds; `null` before the first. */
  lastPersist: number | null;
  /** Last roll-up of any process, Unix milliseconds; `null` before the first. */
  lastRollup: number | null;
  /** Requests of this process whose figures were lost. */
  droppedCount: number;
  /** Flushes of this process that failed and were tried again. */
  flushFailures: number;
  /** Commits of figures by this process. */
  commits: number;
  /** Series this process tells apart. */
  seriesCount: number;
  /** Requests of this process that are being answered. */
  activeRequests: number;
}

/** What {@link httpStatus} looks at. */
export interface HttpStatusDeps {
  /** Name of this process. */
  instanceId: string;
  /** What counts. */
  recorder: HttpRecorder;
  /** What writes. */
  flusher: HttpFlusher;
  /** Last roll-up, Unix milliseconds. */
  lastRollup: number | null;
  /** End of the oldest period not rolled up, Unix milliseconds. */
  oldestDirtyEnd: number | null;
  /** Current time, Unix milliseconds. */
  now: number;
}

/** Says how monitoring is doing. */
export function httpStatus(deps: HttpStatusDeps): HttpStatus {
  const { instanceId, recorder, flusher, lastRollup } = deps;
  const state = flusher.state;
  const warnings = warningsOf(deps);
  return {
    status: warnings.length === 0 ? "healthy" : "warning",
    warnings,
    instanceId,
    bufferSize: state.bufferedRequests,
    flushAgeMs: Math.round(state.waitingMs),
    lastPersist: state.lastFlushAt,
    lastRollup,
    droppedCount: state.droppedRequests,
    flushFailures: state.failures,
    commits: state.commits,
    seriesCount: recorder.series.length,
    activeRequests: recorder.activeCount,
  };
}

function warningsOf(
  { recorder, flusher, oldestDirtyEnd, now }: HttpStatusDeps,
): string[] {
  const { waitingMs, droppedRequests } = flusher.state;
  const delayMs = now - (oldestDirtyEnd ?? now);
  return [
    ...(waitingMs > MAX_WAITING_MS
      ? ["figures have been waiting to be written for too long"]
      : []),
    ...(delayMs > MAX_ROLLUP_DELAY_MS ? ["the roll-up is late"] : []),
    ...(droppedRequests > 0 ? ["figures were lost"] : []),
    ...(recorder.isOverflowing
      ? ["there are too many routes to tell all apart"]
      : []),
  ];
}
