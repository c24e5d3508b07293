import { deepEqual, equal, match, ok } from "node:assert/strict";
import { createLog } from "@/lib/log.ts";
import { walk } from "@/tests/walk.ts";

Deno.test("createLog() writes one JSON line a call, errors with their stack", () => {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line), { now: () => 0 });
  log.error("failed", { error: new TypeError("bad\nvalue"), pairId: "p" });
  equal(lines.length, 1);
  ok(!lines[0]!.includes("\n"));
  const entry = JSON.parse(lines[0]!);
  equal(entry.time, "1970-01-01T00:00:00.000Z");
  equal(entry.level, "error");
  equal(entry.pairId, "p");
  match(entry.error, /^TypeError: bad\nvalue\n {4}at /);
});

Deno.test("createLog() prints debug lines only when asked for", () => {
  const lines: string[] = [];
  createLog((line) => lines.push(line)).debug("detail");
  equal(lines.length, 0);
  createLog((line) => lines.push(line), { isDebug: true }).debug("detail");
  equal(lines.length, 1);
});

Deno.test("nothing of the site prints but the log, and what speaks to a person", async () => {
  const printing: string[] = [];
  for (const folder of ["lib", "routes", "islands", "components", "workers"]) {
    for (const path of await walk(folder)) {
      const text = await Deno.readTextFile(path);
      if (/console\.|Deno\.std(err|out)\.write/.test(text)) printing.push(path);
    }
  }
  deepEqual(printing, [
    "lib/app/banner.ts",
    "lib/app/startup_errors.ts",
    "lib/call/stats/browser_statistics.ts",
    "lib/log.ts",
    "lib/monitoring/terminal/monitor_cli.ts",
    "lib/monitoring/terminal/terminal.ts",
  ]);
});
