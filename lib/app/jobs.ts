/**
 * What runs by the clock.
 *
 * @module
 */

import { monitoringJobs } from "@/lib/monitoring/jobs.ts";
import type { Job } from "@/lib/job.ts";
import type { Services } from "./services.ts";

/** Lists the jobs of a site. */
export function jobsOf(services: Services): Job[] {
  const { pairs, ticketSweeper, inboxes, httpMonitoring } = services;
  return [
    ...httpMonitoring.jobs,
    ...monitoringJobs(services),
    {
      name: "sweep calls and queue",
      schedule: "* * * * *",
      async run() {
        await ticketSweeper.sweep();
        await pairs.sweep();
        await inboxes.sweep();
      },
    },
  ];
}
