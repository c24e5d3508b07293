import { deepEqual, equal, match } from "node:assert/strict";
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

/** Runs a script in a process of its own, with what production needs. */
async function runMain(
  script: string,
  env: Record<string, string> = {},
): Promise<{ stdout: string; stderr: string }> {
  const { code, ...printed } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", script],
    cwd: new URL("..", import.meta.url).pathname,
    env: {
      KV_PATH: ":memory:",
      DENO_ENV: "production",
      ANON_SIGNING_SECRET: "test-anon-secret-0123456789",
      ADMIN_PASSWORD: "test-password",
      ...env,
    },
  }).output();
  const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const [stdout, stderr] = [textOf(printed.stdout), textOf(printed.stderr)];
  equal(code, 0, stderr);
  return { stdout, stderr };
}

Deno.test("main.ts puts every job on the clock", async () => {
  using services = await testServices();
  const jobs = jobsOf(services).map((
    job,
  ) => [job.name, job.schedule, "function"]);
  const { stdout } = await runMain(SCRIPT);
  deepEqual(JSON.parse(stdout), jobs);
});

Deno.test("main.ts logs a variable that looks like a misspelled setting", async () => {
  const script = 'await import("./main.ts"); Deno.exit(0)';
  const env = { TURN_URL: "turn:turn.example" };
  const { stderr } = await runMain(script, env);
  match(stderr, /"names":\["TURN_URL"\]/);
});
