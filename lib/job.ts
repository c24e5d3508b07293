/**
 * Work by the clock, as its owner describes it.
 *
 * @module
 */

import type { Log } from "./log.ts";

/** One scheduled job. */
export interface Job {
  /** Unique name; ASCII letters, digits, spaces, `-` and `_`, at most 64. */
  name: string;
  /** Cron schedule, UTC. */
  schedule: string;
  /** Does the work; safe to run twice, late, or on several instances at once. */
  run(): Promise<void>;
}

/**
 * The same job, which also logs its failures. They are thrown on: the scheduler
 * tries again by them.
 */
export function logFailures(job: Job, log: Log): Job {
  async function run(): Promise<void> {
    try {
      await job.run();
    } catch (error) {
      log.warn("job failed, will run again", { job: job.name, error });
      throw error;
    }
  }
  return { ...job, run };
}
