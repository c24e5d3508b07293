/**
 * How the monitoring of HTTP itself is doing.
 *
 * @module
 */

import type { HttpStatus } from "@/lib/monitoring/overview/http_status.ts";
import type { HttpFlusher } from "./flusher.ts";
import type { HttpRecorder } from "./recorder.ts";

/** Metrics wait this long at most while all is well, milliseconds. */
const MAX_WAITING_MS = 5000;
/** A period is rolled up this long after its end while all is well. */
const MAX_ROLLUP_DELAY_MS = 10 * 60_000;

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
      ? ["metrics have been waiting to be written for too long"]
      : []),
    ...(delayMs > MAX_ROLLUP_DELAY_MS ? ["the roll-up is late"] : []),
    ...(droppedRequests > 0 ? ["metrics were lost"] : []),
    ...(recorder.isOverflowing
      ? ["there are too many routes to tell all apart"]
      : []),
  ];
}
