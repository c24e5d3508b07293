import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import { equal, strictEqual } from "node:assert/strict";
import {
  reachStep,
  reasonOfFailure,
  startFunnel,
} from "@/lib/call/report/funnel.ts";

function funnelWith(...steps: FunnelStep[]) {
  return steps.reduce(
    (funnel, step) => reachStep(funnel, step, 1),
    startFunnel(0),
  );
}

Deno.test("reachStep() keeps the first time of a step", () => {
  const once = reachStep(startFunnel(0), "ice", 5);
  strictEqual(reachStep(once, "ice", 9), once);
  equal(once.reachedAtMs.ice, 5);
});

for (
  const [reason, steps] of [
    ["no-offer", ["matched"]],
    ["no-answer", ["matched", "offer"]],
    ["no-candidates", ["matched", "offer", "answer", "local-candidate"]],
    ["ice-failed", ["matched", "offer", "answer", "remote-candidate"]],
    // A peer found by its own checks needs no candidate of its own.
    ["dtls-failed", ["matched", "offer", "answer", "ice"]],
    ["connection-lost", ["matched", "offer", "answer", "ice", "dtls"]],
  ] as const
) {
  Deno.test(`reasonOfFailure() says ${reason} after ${steps.at(-1)}`, () => {
    equal(reasonOfFailure(funnelWith(...steps), true), reason);
  });
}

Deno.test("reasonOfFailure() blames no network where the other side was never heard of", () => {
  const steps = ["matched", "offer", "answer", "remote-candidate"] as const;
  equal(reasonOfFailure(funnelWith(...steps), false), "no-candidates");
  equal(reasonOfFailure(funnelWith(...steps, "ice"), false), "dtls-failed");
});
