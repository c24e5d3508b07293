/**
 * What runs by the clock.
 *
 * @module
 */

import { monitoringJobs } from "@/lib/monitoring/jobs.ts";
import type { Job } from "@/lib/job.ts";
import type { Services } from "./services.ts";
import { sweepTickets } from "@/lib/matching/tickets.ts";

/** Lists the jobs of a site. */
export function jobsOf(services: Services): Job[] {
  const { store, pairs, inboxes, now, httpMonitoring } = services;
  return [
    ...httpMonitoring.jobs,
    ...monitoringJobs(services),
    {
      name: "sweep calls and queue",
      schedule: "* * * * *",
      async run() {
        await sweepTickets(store, now());
        await pairs.sweep();
        await inboxes.sweep();
      },
    },
  ];
}
