import { deepEqual, equal, ok } from "node:assert/strict";
import {
  candidateText,
  eventText,
  evidenceText,
  freezesText,
  memberName,
  pictureText,
  reachedText,
  relayCostText,
  shortId,
  stepText,
  verdictText,
} from "@/lib/desk/call_words.ts";
import { FUNNEL_STEPS } from "@/lib/protocol/funnel_steps.ts";

Deno.test("memberName() names the two sides, and more by their ids", () => {
  deepEqual(["a", "b", "c"].map(memberName), ["Caller", "Callee", "Member c"]);
});

Deno.test("verdictText() says where the trouble was", () => {
  equal(
    verdictText({ place: "a-uplink", evidence: [] }),
    "The caller's uplink was the trouble",
  );
});

Deno.test("evidenceText() says what speaks for it, in words and figures", () => {
  const said = [
    { code: "trouble-seconds", value: 42 },
    { code: "uplink-loss", member: "a", value: 0.0912 },
    { code: "downlink-loss", member: "b", value: 0.05 },
    { code: "rtt-ms", value: 342.4 },
    { code: "stalled", value: 1 },
    { code: "cpu-limited", member: "b", value: 0.4 },
    { code: "frozen", member: "a", value: 0.312 },
    { code: "unexplained", value: 2 },
    { code: "moon-phase", member: "b", value: 0.5 },
    { code: "toString" },
  ].map(evidenceText);
  deepEqual(said, [
    "the trouble lasted 0:42 min",
    "9.12 % of what the caller sent was lost",
    "5 % of what was for the callee was lost",
    "round trips took 342 ms",
    "nothing came or went",
    "the callee's processor held it back 40 % of the time",
    "the caller's picture stood still 31.2 % of the time",
    "it was poor, and nothing measured says why",
    "moon phase, callee: 0.5",
    "toString",
  ]);
});

Deno.test("candidateText() says how a member is reached", () => {
  equal(candidateText("srflx"), "its router's address (srflx)");
  equal(candidateText("relay", "tls"), "a relay by tls (relay)");
  equal(candidateText(undefined), "not known");
});

Deno.test("eventText() says what happened", () => {
  const base = { at: 0, member: "a" };
  const said = [
    eventText({ ...base, kind: "quality", quality: "poor", reasons: ["rtt"] }),
    eventText({ ...base, kind: "quality", quality: "good", reasons: [] }),
    eventText({ ...base, kind: "path", local: "host", remote: "srflx" }),
    eventText({ ...base, kind: "restart", count: 2 }),
    eventText({ ...base, kind: "stalled", isStalled: true }),
    eventText({ ...base, kind: "stalled", isStalled: false }),
    eventText({ ...base, kind: "state", state: "reconnecting" }),
    eventText({ ...base, kind: "ended", reason: "peer-left" }),
  ];
  deepEqual(said, [
    "quality poor, because of rtt",
    "quality good",
    "path from host to srflx",
    "ICE restart, number 2",
    "nothing comes or goes",
    "media flows again",
    "reconnecting",
    "ended: peer left",
  ]);
});

Deno.test("stepText() has words for every step", () => {
  for (const step of FUNNEL_STEPS) ok(stepText(step).length > 0, step);
});

Deno.test("relayCostText() tells needed from chosen", () => {
  const cost = { relayedBytes: 24e6, cost: 0.0123 };
  equal(relayCostText(null), "nothing was relayed");
  equal(
    relayCostText({ ...cost, because: "needed" }),
    "$0.0123 for 24 MB, no direct path worked",
  );
  equal(
    relayCostText({ ...cost, because: "chosen" }),
    "$0.0123 for 24 MB, asked for, to hide the address",
  );
});

Deno.test("pictureText() says size and rate as far as they are known", () => {
  equal(pictureText(1280, 720, 29.7), "1280 × 720, 30 frames/s");
  equal(pictureText(640, 480, undefined), "640 × 480");
  equal(pictureText(undefined, 480, 30), "not known");
});

Deno.test("shortId() tells calls of one moment apart", () => {
  equal(shortId("0mi9abcde-kJ3x_91bQ2"), "J3x_91bQ2".slice(-8));
  equal(shortId("p1"), "p1");
});

Deno.test("freezesText() says no time that nobody measured", () => {
  equal(freezesText(undefined, 900), "not known");
  equal(freezesText(24, undefined), "24");
  equal(freezesText(3, 1_200), "3, 1.2 sec in all");
});

Deno.test("reachedText() calls a step missing only where others were told", () => {
  const funnel = { matched: 0, offer: 38 };
  deepEqual(reachedText(funnel, "offer"), { text: "38 ms", isMissing: false });
  deepEqual(reachedText(funnel, "ice"), {
    text: "not reached",
    isMissing: true,
  });
  deepEqual(reachedText({}, "ice"), { text: "not told", isMissing: false });
});
