import { deepEqual, equal } from "node:assert/strict";
import { changeOf, FIGURE_KINDS, headlineOf } from "@/lib/desk/figures.ts";

const { answerP95Ms, iceSuccessPct, openAlertCount, requestsPerSecond } =
  FIGURE_KINDS;

Deno.test("changeOf() tells a change in percent, of shares in points", () => {
  deepEqual(changeOf(150, 100, answerP95Ms), { text: "+50 %", tone: "bad" });
  deepEqual(changeOf(80, 100, answerP95Ms), { text: "−20 %", tone: "good" });
  deepEqual(changeOf(105, 100, answerP95Ms), { text: "+5 %", tone: "plain" });
  deepEqual(changeOf(91.6, 98, iceSuccessPct), {
    text: "−6.4 pts",
    tone: "bad",
  });
  deepEqual(changeOf(98.5, 98, iceSuccessPct), {
    text: "+0.5 pts",
    tone: "plain",
  });
});

Deno.test("changeOf() tells a change of a few things by their count", () => {
  deepEqual(changeOf(3, 0, openAlertCount), { text: "+3", tone: "bad" });
  deepEqual(changeOf(0, 2.4, openAlertCount), { text: "−2.4", tone: "good" });
  deepEqual(changeOf(1, 0.5, openAlertCount), { text: "+0.5", tone: "plain" });
  deepEqual(changeOf(40, 1, openAlertCount), { text: "+39", tone: "bad" });
});

Deno.test("changeOf() calls more traffic neither good nor bad", () => {
  equal(changeOf(900, 100, requestsPerSecond)!.tone, "plain");
  equal(changeOf(1e9, 1, requestsPerSecond)!.text, "+999 %");
});

Deno.test("changeOf() compares nothing with what is unknown or was 0", () => {
  equal(changeOf(undefined, 1, answerP95Ms), null);
  equal(changeOf(1, undefined, answerP95Ms), null);
  equal(changeOf(5, 0, requestsPerSecond)!.text, "from 0");
  equal(changeOf(0, 0, requestsPerSecond)!.text, "the same");
  equal(changeOf(98.01, 98, iceSuccessPct)!.text, "the same");
});

Deno.test("headlineOf() says how many calls there are, and what needs somebody", () => {
  const said = [[0, 0], [2, 0], [1, 1], [1_200, 3], [0, 2]].map((
    [callCount, openCount],
  ) => headlineOf({ callCount: callCount!, openCount: openCount! }));
  deepEqual(said, [
    "All quiet.",
    "All well, 2 calls.",
    "One thing needs you, 1 call.",
    "3 things need you, 1,200 calls.",
    "2 things need you, no calls.",
  ]);
});

Deno.test("a few matches in an hour are not none", () => {
  equal(FIGURE_KINDS.matchesPerMinute.format(2 / 60), "0.03");
});

Deno.test("a figure that is unknown is a dash, and never 0", () => {
  for (const { format, name } of Object.values(FIGURE_KINDS)) {
    equal(format(undefined), "–", name);
  }
});
