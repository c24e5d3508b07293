import { equal, ok } from "node:assert/strict";
import { follow } from "./follow.ts";
import { chromium, type Reading } from "./reports.ts";

const statsOf = (...changed: Reading["changed"][]) =>
  follow(
    chromium,
    changed.map((changed = {}, i) => ({ second: i + 1, changed })),
  ).stats;

Deno.test("bitrates go by the browser's own time between two reports", () => {
  // Taken half a second late, with what came in that time.
  const { stats } = follow(chromium, [{ second: 1 }, { second: 2.5 }]);
  equal(stats.upAudioBps, 36_800);
});

Deno.test("a report that was not read anew is no rate of 0", () => {
  const { stats } = follow(chromium, [{ second: 1 }, { second: 1 }]);
  ok(!("upAudioBps" in stats) && !("lossShare" in stats));
});

Deno.test("every stream of a kind counts, and the largest picture", () => {
  const more = (bytesSent: number, frameWidth: number) => ({
    RIA: {
      type: "outbound-rtp",
      kind: "video",
      bytesSent,
      frameWidth,
      frameHeight: 720,
    },
  });
  const stats = statsOf(more(0, 1280), more(1_000, 1280));
  equal(stats.upVideoBps, 809_600 + 8_000);
  equal(stats.upWidth, 1280);
});

Deno.test("frames are counted, and else taken as told", () => {
  equal(statsOf({}, {}).downFps, 30);
  const uncounted = { IT01V: { framesDecoded: undefined } };
  equal(statsOf(uncounted, uncounted).downFps, 29);
});

Deno.test("samples made up in silence are nobody's loss", () => {
  const stats = statsOf({}, {
    IT01A: { concealedSamples: 9_600, silentConcealedSamples: 4_800 },
  });
  equal(stats.concealedShare, 0.1);
});

Deno.test("what holds an encoder back is a share of the time", () => {
  const stats = statsOf({}, {
    OT01V: {
      qualityLimitationReason: "none",
      qualityLimitationDurations: { none: 1, cpu: 0.25, bandwidth: 0.5 },
    },
  });
  equal(stats.cpuLimitedShare, 0.25);
  equal(stats.bandwidthLimitedShare, 0.5);
});
