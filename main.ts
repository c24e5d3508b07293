import { createApp } from "@/lib/app/create_app.ts";
import { jobsOf } from "@/lib/app/jobs.ts";
import { SAMPLE_EVERY_MS } from "@/lib/safety/load_gate.ts";
import { openServices } from "@/lib/app/open_services.ts";

/** What this process runs with. */
export const services = await openServices();

/** The app that `_fresh/server.js` serves. */
export const app = createApp(services);

services.httpMonitoring.start();
services.statsIntake.start();
setInterval(
  () => services.loadGate.sample(performance.now()),
  SAMPLE_EVERY_MS,
);

for (const { name, schedule, run } of jobsOf(services)) {
  Deno.cron(name, schedule, { backoffSchedule: [1_000, 5_000, 30_000] }, run);
}
