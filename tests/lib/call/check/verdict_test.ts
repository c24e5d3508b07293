import { equal } from "node:assert/strict";
import fc from "fast-check";
import {
  type CheckId,
  type CheckResult,
  type CheckResults,
  CHECKS,
  type Verdict,
} from "@/lib/protocol/check_reasons.ts";
import {
  everyResult,
  NO_RESULTS,
  verdictOf,
} from "@/lib/call/check/verdict.ts";

const OK: CheckResult = { status: "ok" };
const FAILED: CheckResult = { status: "failed", problem: "unsupported" };
const WARNING: CheckResult = { status: "warning", problem: "server-slow" };
const SKIPPED: CheckResult = { status: "skipped", problem: "no-relay" };

const cases: [string, Partial<CheckResults>, Verdict][] = [
  ["everything works", {}, "good"],
  ["there are no relays", {
    "turn-udp": SKIPPED,
    "turn-tcp": SKIPPED,
    "turn-tls": SKIPPED,
  }, "good"],
  [
    "something runs still",
    { camera: FAILED, stun: { status: "running" } },
    "running",
  ],
  ["the camera alone fails", { camera: FAILED }, "impaired"],
  ["the microphone alone fails", { microphone: FAILED }, "impaired"],
  [
    "camera and microphone fail",
    { camera: FAILED, microphone: FAILED, stun: FAILED },
    "no-device",
  ],
  ["our server is away", { server: FAILED, camera: FAILED }, "no-server"],
  ["something is slow", { server: WARNING }, "impaired"],
  ["one relay of several fails", { "turn-udp": FAILED }, "impaired"],
  ["only a relay is reached", {
    stun: FAILED,
    "turn-udp": FAILED,
    "turn-tcp": FAILED,
  }, "relay-only"],
  ["no relay is reached", {
    "turn-udp": FAILED,
    "turn-tcp": FAILED,
    "turn-tls": SKIPPED,
  }, "direct-only"],
  ["the browser does not ask for the direct way", {
    stun: WARNING,
    "turn-udp": SKIPPED,
    "turn-tcp": SKIPPED,
    "turn-tls": FAILED,
  }, "uncertain"],
  ["it does not, and a relay is reached", { stun: WARNING }, "impaired"],
  ["the direct way is closed and the relay was not asked", {
    stun: FAILED,
    "turn-udp": WARNING,
    "turn-tcp": FAILED,
    "turn-tls": FAILED,
  }, "uncertain"],
  ["the direct way is closed and the relay turns us away", {
    stun: FAILED,
    "turn-udp": { status: "failed", problem: "relay-refused" },
    "turn-tcp": FAILED,
    "turn-tls": SKIPPED,
  }, "no-relay"],
  ["the direct way is closed and the relay is full", {
    stun: FAILED,
    "turn-udp": SKIPPED,
    "turn-tcp": SKIPPED,
    "turn-tls": { status: "failed", problem: "relay-full" },
  }, "no-relay"],
  ["nothing is reached", {
    stun: FAILED,
    "turn-udp": FAILED,
    "turn-tcp": SKIPPED,
    "turn-tls": SKIPPED,
  }, "no-path"],
  ["the direct way is closed and there are no relays", {
    stun: FAILED,
    "turn-udp": SKIPPED,
    "turn-tcp": SKIPPED,
    "turn-tls": SKIPPED,
  }, "no-path"],
];

for (const [when, change, verdict] of cases) {
  Deno.test(`verdictOf() is "${verdict}" when ${when}`, () => {
    equal(verdictOf({ ...everyResult(OK), ...change }), verdict);
  });
}

Deno.test("verdictOf() says nothing before the first check", () => {
  equal(verdictOf(NO_RESULTS), "idle");
});

Deno.test("no verdict gets better when a check gets worse", () => {
  const order: Verdict[] = [
    "good",
    "impaired",
    "relay-only",
    "direct-only",
    "uncertain",
    "no-relay",
    "no-path",
    "no-device",
    "no-server",
  ];
  const result = fc.constantFrom(OK, WARNING, FAILED, SKIPPED);
  const all = fc.tuple(...CHECKS.map(() => result)).map((list) =>
    Object.fromEntries(CHECKS.map((id, i) => [id, list[i]])) as CheckResults
  );
  const toFail = fc.constantFrom<CheckId>(...CHECKS);
  const rank = (results: CheckResults) => order.indexOf(verdictOf(results));
  fc.assert(
    fc.property(all, toFail, (before, id) => {
      // One that was left out was no good news, so its failure is no worse.
      fc.pre(before[id].status !== "skipped");
      const after = { ...before, [id]: FAILED };
      equal(rank(after) >= rank(before), true);
    }),
    { numRuns: 1_000 },
  );
});
