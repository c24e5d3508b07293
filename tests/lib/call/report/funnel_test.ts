import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import { equal, strictEqual } from "node:assert/strict";
import type { RelayAnswer } from "@/lib/call/peer/relay_watch.ts";
import {
  type CallSigns,
  reachStep,
  reasonOfFailure,
  startFunnel,
} from "@/lib/call/report/funnel.ts";

/** The other side is there, and no relay says no. */
const HEARD: CallSigns = { isHeard: true, relay: "none-refused" };

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
    equal(reasonOfFailure(funnelWith(...steps), HEARD), reason);
  });
}

Deno.test("reasonOfFailure() blames no network where the other side was never heard of", () => {
  const steps = ["matched", "offer", "answer", "remote-candidate"] as const;
  const signs = { ...HEARD, isHeard: false };
  equal(reasonOfFailure(funnelWith(...steps), signs), "no-candidates");
  equal(reasonOfFailure(funnelWith(...steps, "ice"), signs), "dtls-failed");
});

Deno.test("reasonOfFailure() blames a relay that turned the call away", () => {
  const reasonWith = (relay: RelayAnswer, ...steps: FunnelStep[]) =>
    reasonOfFailure(funnelWith("offer", ...steps), { isHeard: true, relay });
  const tried = ["answer", "remote-candidate"] as const;
  equal(reasonWith("refused", ...tried), "relay-refused");
  equal(reasonWith("only-way-refused", ...tried), "relay-refused");
  // With other ways open, it is the other side that has none.
  equal(reasonWith("refused", "answer"), "no-candidates");
  equal(reasonWith("only-way-refused", "answer"), "relay-refused");
  equal(reasonWith("only-way-refused"), "no-answer");
  equal(reasonWith("only-way-refused", ...tried, "ice"), "dtls-failed");
});
