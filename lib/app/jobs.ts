/**
 * What runs by the clock.
 *
 * @module
 */

import { monitoringJobs } from "@/lib/monitoring/jobs.ts";
import { type Job, logFailures } from "@/lib/job.ts";
import type { Services } from "./services.ts";

/** Lists the jobs of a site. */
export function jobsOf(services: Services): Job[] {
  const { store, pairs, queue, ticketSweeper, inboxes, log } = services;
  const jobs: Job[] = [
    ...monitoringJobs(services),
    {
      name: "sweep calls and queue",
      schedule: "* * * * *",
      async run() {
        await ticketSweeper.sweep();
        await pairs.sweep();
        await inboxes.sweep();
        await queue.waits.sweep();
        await store.tidy();
      },
    },
  ];
  return jobs.map((job) => logFailures(job, log));
}
