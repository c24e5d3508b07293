/**
 * What runs by the clock.
 *
 * @module
 */

import { monitoringJobs } from "./monitoring/monitoring_jobs.ts";
import type { Services } from "./services.ts";
import { sweepTickets } from "./kv/tickets.ts";

/** One scheduled job. */
export interface Job {
  /** Unique name; ASCII letters, digits, spaces, `-` and `_`, at most 64. */
  name: string;
  /** Cron schedule, UTC. */
  schedule: string;
  /** Does the work; safe to run twice, late, or on several instances at once. */
  run(): Promise<void>;
}

/** Lists the jobs of a site. */
export function jobsOf(services: Services): Job[] {
  const { store, pairs, now, httpMonitoring } = services;
  return [
    ...httpMonitoring.jobs,
    ...monitoringJobs(services),
    {
      name: "sweep calls and queue",
      schedule: "* * * * *",
      async run() {
        await sweepTickets(store, now());
        await pairs.sweep();
      },
    },
  ];
}
