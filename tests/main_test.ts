import { deepEqual, equal } from "node:assert/strict";
import { jobsOf } from "@/lib/app/jobs.ts";
import { testServices } from "./helpers.ts";

/** Runs `main.ts`, and prints what it asks of the scheduler. */
const SCRIPT = `
const asked = [];
Object.defineProperty(Deno, "cron", {
  value(name, schedule, options, run) {
    asked.push([name, schedule, typeof run]);
  },
});
await import("./main.ts");
console.log(JSON.stringify(asked));
Deno.exit(0);
`;

Deno.test("main.ts puts every job on the clock", async () => {
  using services = await testServices();
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", SCRIPT],
    cwd: new URL("..", import.meta.url).pathname,
    env: {
      KV_PATH: ":memory:",
      DENO_ENV: "production",
      ANON_SIGNING_SECRET: "test-anon-secret-0123456789",
      ADMIN_PASSWORD: "test-password",
    },
  }).output();
  const text = new TextDecoder();
  equal(code, 0, text.decode(stderr));
  const jobs = jobsOf(services).map((
    job,
  ) => [job.name, job.schedule, "function"]);
  deepEqual(JSON.parse(text.decode(stdout)), jobs);
});
