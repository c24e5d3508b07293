/**
 * What runs by the clock.
 *
 * @module
 */

import { forgetSurplusRecents } from "@/lib/matching/recent_partners.ts";
import { monitoringJobs } from "@/lib/monitoring/jobs.ts";
import { sweepMonitoring } from "@/lib/monitoring/retention.ts";
import { type Job, logFailures } from "@/lib/job.ts";
import type { Services } from "./services.ts";

const DAY_MS = 24 * 3_600_000;

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
        await forgetSurplusRecents(store);
        await store.tidy();
      },
    },
    {
      name: "forget what was kept long enough",
      schedule: "7 * * * *",
      run: () => forgetOld(services),
    },
  ];
  return jobs.map((job) => logFailures(job, log));
}

/** Deletes what is older than admins want, on whichever instance. */
async function forgetOld(
  { store, settings, adminDoor, now, log }: Services,
): Promise<void> {
  const kept = await settings.retention.values();
  const atMs = now();
  const deletedCount = await sweepMonitoring(store, kept, atMs) +
    await adminDoor.audit.forgetBefore(atMs - kept.auditDays * DAY_MS);
  if (deletedCount > 0) log.info("forgot what is old", { deletedCount });
}
