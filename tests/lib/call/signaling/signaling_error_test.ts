import { deepEqual } from "node:assert/strict";
import {
  eventOfFailure,
  SignalingError,
} from "@/lib/call/signaling/signaling_error.ts";

const cases: [number, string, unknown][] = [
  [403, "forbidden", { type: "peer-left" }],
  [409, "exists", { type: "taken-over" }],
  [403, "anon-required", { type: "failed", reason: "refused" }],
  [400, "bad-input", { type: "failed", reason: "refused" }],
  [429, "slow-down", { type: "failed", reason: "signal-lost" }],
  [500, "internal", { type: "failed", reason: "signal-lost" }],
  [0, "network", { type: "failed", reason: "signal-lost" }],
];
for (const [status, code, want] of cases) {
  Deno.test(`eventOfFailure() knows ${status} ${code}`, () => {
    const error = new SignalingError("test", { status, code });
    deepEqual(eventOfFailure(error), want);
  });
}

Deno.test("eventOfFailure() blames the browsers for everything else", () => {
  deepEqual(eventOfFailure(new TypeError("bad description")), {
    type: "failed",
    reason: "negotiation-failed",
  });
});
