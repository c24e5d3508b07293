import { deepEqual, equal, rejects } from "node:assert/strict";
import { logFailures } from "@/lib/job.ts";
import { testLog } from "@/tests/helpers.ts";

Deno.test("logFailures() logs a failure with the job's name and throws it on", async () => {
  const { log, lines } = testLog();
  const job = logFailures({
    name: "count sheep",
    schedule: "* * * * *",
    run: () => Promise.reject(new Error("no sheep")),
  }, log);
  await rejects(job.run(), /no sheep/);
  equal(lines.length, 1);
  const line = JSON.parse(lines[0]!);
  deepEqual([line.level, line.job], ["warn", "count sheep"]);
  equal(String(line.error).startsWith("Error: no sheep"), true);
});

Deno.test("logFailures() leaves a job that works as it is", async () => {
  const { log, lines } = testLog();
  let runs = 0;
  const job = {
    name: "a",
    schedule: "* * * * *",
    run: () => Promise.resolve(void runs++),
  };
  const { name, schedule, run } = logFailures(job, log);
  await run();
  deepEqual([name, schedule, runs, lines], ["a", "* * * * *", 1, []]);
});
