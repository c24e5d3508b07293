/**
 * Work by the clock, as its owner describes it.
 *
 * @module
 */

/** One scheduled job. */
export interface Job {
  /** Unique name; ASCII letters, digits, spaces, `-` and `_`, at most 64. */
  name: string;
  /** Cron schedule, UTC. */
  schedule: string;
  /** Does the work; safe to run twice, late, or on several instances at once. */
  run(): Promise<void>;
}
