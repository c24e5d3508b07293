import { deepEqual } from "node:assert/strict";
import { reachStep, startFunnel } from "@/lib/call/report/funnel.ts";
import { FUNNEL_STEPS } from "@/lib/protocol/funnel_steps.ts";
import { CallMarks } from "@/lib/call/report/marks.ts";

function setUp() {
  const log: string[] = [];
  const marks = new CallMarks({
    mark: (name) => log.push(name),
    clearMarks: (name) => log.push(`clear ${name}`),
  });
  marks.follow(startFunnel(0));
  return { log, marks };
}

const cleared = [
  ...FUNNEL_STEPS.map((step) => `clear call:${step}`),
  "clear call:start",
];

Deno.test("CallMarks marks the start and every step, once each", () => {
  const { log, marks } = setUp();
  const started = startFunnel(1);
  const matched = reachStep(started, "matched", 2);
  const seen = reachStep(reachStep(matched, "ice", 3), "first-frame", 4);
  for (const funnel of [started, started, matched, seen, seen]) {
    marks.follow(funnel);
  }
  deepEqual(log, [
    ...cleared,
    "call:start",
    "call:matched",
    "call:ice",
    "call:first-frame",
  ]);
});

Deno.test("CallMarks keeps the marks of the newest search only", () => {
  const { log, marks } = setUp();
  marks.follow(reachStep(startFunnel(1), "matched", 2));
  log.length = 0;
  marks.follow(startFunnel(3));
  deepEqual(log, [...cleared, "call:start"]);
});
