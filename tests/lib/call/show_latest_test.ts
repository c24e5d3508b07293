import { deepEqual, equal } from "node:assert/strict";
import type { CallState } from "@/lib/call/machine.ts";
import {
  COMING_ABOUT_MS,
  drawnAfterMs,
  showLatest,
} from "@/lib/call/show_latest.ts";

/** What is deferred, and the hand that lets it be done. */
function deferred() {
  const works: (() => void)[] = [];
  return {
    works,
    defer: (work: () => void) => void works.push(work),
    run: () => works.splice(0).forEach((work) => work()),
  };
}

Deno.test("showLatest() shows nothing before its turn, and then the newest alone", () => {
  const shown: number[] = [];
  const { works, defer, run } = deferred();
  const show = showLatest((value: number) => shown.push(value), defer);
  for (const value of [1, 2, 3]) show(value);
  deepEqual([shown, works.length], [[], 1]);
  run();
  deepEqual(shown, [3]);
  show(4);
  run();
  deepEqual(shown, [3, 4]);
});

Deno.test("showLatest() tells what it is about to show", () => {
  const told: number[] = [];
  const { defer, run } = deferred();
  const show = showLatest(() => {}, (work, value: number) => {
    told.push(value);
    defer(work);
  });
  show(1);
  show(2);
  run();
  show(3);
  deepEqual(told, [1, 3]);
});

Deno.test("drawnAfterMs() keeps nobody waiting but a call that comes about", () => {
  const match = { pairId: "p1", role: "callee" } as const;
  const after = (state: CallState) => drawnAfterMs({ state });
  equal(after({ name: "connecting", match }), COMING_ABOUT_MS);
  for (
    const state of [
      { name: "idle" },
      { name: "requesting-media" },
      { name: "waiting", isOffline: false },
      { name: "live", match, trouble: null },
      { name: "stopped" },
    ] as const
  ) equal(after(state), 0, state.name);
});

Deno.test("showLatest() shows what comes while it shows", () => {
  const shown: number[] = [];
  const { defer, run } = deferred();
  const show = showLatest((value: number) => {
    shown.push(value);
    if (value === 1) show(2);
  }, defer);
  show(1);
  run();
  deepEqual(shown, [1]);
  run();
  deepEqual(shown, [1, 2]);
});
