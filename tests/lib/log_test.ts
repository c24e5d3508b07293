import { deepEqual, equal, match, ok } from "node:assert/strict";
import { createLog, type Log, withoutRepeats } from "@/lib/log.ts";
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

/** A log without repeats, and the end of a minute in it. */
function quietLog(): {
  log: Log;
  take(): Record<string, unknown>[];
  endMinute(): void;
} {
  const lines: string[] = [];
  let ends: (() => void)[] = [];
  const log = withoutRepeats(createLog((line) => lines.push(line)), (run) => {
    ends.push(run);
  });
  return {
    log,
    take: () => lines.splice(0).map((line) => JSON.parse(line)),
    endMinute() {
      const due = ends;
      ends = [];
      for (const end of due) end();
    },
  };
}

Deno.test("withoutRepeats() prints the first error of a kind with its stack, and how many came in each minute", () => {
  const { log, take, endMinute } = quietLog();
  const fail = (route: string) =>
    log.error("request failed", {
      route,
      error: new TypeError("disk is full"),
    });
  for (const route of ["/a", "/b", "/c"]) fail(route);
  const [first, ...others] = take();
  equal(others.length, 0);
  equal(first!.route, "/a");
  match(first!.error as string, /disk is full\n {4}at /);
  endMinute();
  const [sum] = take();
  deepEqual(
    [sum!.level, sum!.message, sum!.route, sum!.error, sum!.repeated],
    ["error", "request failed", "/c", "disk is full", 2],
  );
  for (let i = 0; i < 5; i++) fail("/d");
  equal(take().length, 0);
  endMinute();
  equal(take()[0]!.repeated, 5);
});

Deno.test("withoutRepeats() counts for a minute, and keeps no process for that", () => {
  const { setTimeout } = globalThis;
  const { unrefTimer } = Deno;
  const lines: string[] = [];
  const timers: { run: () => void; ms: number; isUnref: boolean }[] = [];
  try {
    globalThis.setTimeout = ((run: () => void, ms: number) =>
      timers.push({ run, ms, isUnref: false })) as typeof setTimeout;
    Deno.unrefTimer = (id) =>
      void (timers[Number(id) - 1]!.isUnref = true);
    const log = withoutRepeats(createLog((line) => lines.push(line)));
    for (let i = 0; i < 3; i++) log.warn("failed", { error: new Error("x") });
    timers[0]!.run();
  } finally {
    globalThis.setTimeout = setTimeout;
    Deno.unrefTimer = unrefTimer;
  }
  deepEqual(
    timers.map(({ ms, isUnref }) => [ms, isUnref]),
    [[60_000, true], [60_000, true]],
  );
  deepEqual(lines.map((line) => JSON.parse(line).repeated), [undefined, 2]);
});

Deno.test("withoutRepeats() tells in full again after a minute without trouble", () => {
  const { log, take, endMinute } = quietLog();
  const fail = () => log.warn("failed", { error: new Error("locked") });
  fail();
  endMinute();
  equal(take().length, 1);
  fail();
  match(take()[0]!.error as string, /locked\n {4}at /);
});

Deno.test("withoutRepeats() tells kinds apart by level, text and error", () => {
  const { log, take } = quietLog();
  log.error("failed", { error: new Error("locked") });
  log.warn("failed", { error: new Error("locked") });
  log.error("lost", { error: new Error("locked") });
  log.error("failed", { error: new Error("full") });
  log.error("failed", { error: new TypeError("locked") });
  equal(take().length, 5);
  log.error("failed", { error: new Error("locked") });
  log.warn("failed", { error: new Error("locked") });
  equal(take().length, 0);
});

Deno.test("withoutRepeats() prints every line that is about no error", () => {
  const { log, take } = quietLog();
  for (let i = 0; i < 2; i++) {
    log.info("started", { error: new Error("x") });
    log.warn("cutting idle connections", { count: i });
    log.error("http metrics lost");
  }
  equal(take().length, 6);
});

Deno.test("withoutRepeats() remembers no more than 200 kinds, and drops no line of others", () => {
  const { log, take } = quietLog();
  const fail = (i: number) => log.error("failed", { error: new Error(`${i}`) });
  for (let i = 0; i < 201; i++) fail(i);
  equal(take().length, 201);
  fail(0);
  fail(199);
  equal(take().length, 0);
  fail(200);
  equal(take().length, 1);
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
