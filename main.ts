import { createApp } from "@/lib/app/create_app.ts";
import { jobsOf } from "@/lib/app/jobs.ts";
import { openServices } from "@/lib/app/open_services.ts";
import { ticksOf } from "@/lib/app/ticks.ts";

/** What this process runs with. */
export const services = await openServices();

/** The app that `_fresh/server.js` serves. */
export const app = createApp(services);

services.httpMonitoring.start();
services.statsIntake.start();
for (const { everyMs, run } of ticksOf(services)) setInterval(run, everyMs);

for (const { name, schedule, run } of jobsOf(services)) {
  Deno.cron(name, schedule, { backoffSchedule: [1_000, 5_000, 30_000] }, run);
}
