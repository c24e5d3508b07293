/**
 * How the monitoring of HTTP itself is doing, as admins read it.
 *
 * @module
 */

/** How the monitoring of HTTP itself is doing. */
export interface HttpStatus {
  /** `warning` when metrics wait too long, were lost, or share series. */
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
  /** Requests of this process whose metrics were lost. */
  droppedCount: number;
  /** Flushes of this process that failed and were tried again. */
  flushFailures: number;
  /** Commits of metrics by this process. */
  commits: number;
  /** Series this process tells apart. */
  seriesCount: number;
  /** Requests of this process that are being answered. */
  activeRequests: number;
}
