import { equal, ok } from "node:assert/strict";
import { RTCP_FRESH_MS } from "@/lib/webrtc_stats/loss.ts";
import { follow } from "./follow.ts";
import { BEGAN_MS, chromium, type Reading } from "./reports.ts";

/** Losses so far of sound and picture, at each second from 1 on. */
function lossAfter(...lost: [audio: number, video: number][]) {
  const readings = lost.map(([audio, video], i): Reading => ({
    second: i + 1,
    changed: {
      IT01A: { packetsLost: audio },
      IT01V: { packetsLost: video },
    },
  }));
  return follow(chromium, readings).stats.lossShare;
}

Deno.test("[pitfall 1] a burst after a long clean time shows as it is", () => {
  const clean: [number, number][] = Array.from({ length: 600 }, () => [0, 0]);
  // 50 + 100 packets come each second: 50 + 14 lost of 214.
  equal(lossAfter(...clean, [50, 14]), round(64 / 214));
  equal(lossAfter(...clean, [50, 14], [50, 14]), 0);
});

Deno.test("[pitfall 1] a late packet takes its loss back, and no more", () => {
  equal(lossAfter([0, 0], [10, 0], [9, 0]), 0);
  equal(lossAfter([0, 0], [-2, 0], [-1, 0]), round(1 / 151));
});

Deno.test("[pitfall 1] streams are pooled by packets, not by shares", () => {
  // Half of the sound's 100 and none of the picture's 100: a quarter.
  equal(lossAfter([0, 0], [50, 0]), 0.25);
});

Deno.test("[pitfall 1] a counter that was set back counts for nothing", () => {
  const { stats } = follow(chromium, [{ second: 1 }, {
    second: 2,
    changed: {
      IT01A: { packetsReceived: 3, packetsLost: 40, bytesReceived: 3 },
    },
  }]);
  equal(stats.lossShare, 0, "the picture's is known");
  ok(!("downAudioBps" in stats), "a set-back is no rate");
  equal(stats.downVideoBps, 809_600);
});

Deno.test("a stream that is new has no loss and no rate yet", () => {
  const first = chromium({ second: 1, changed: { IT01A: null } });
  const { stats } = follow(
    (reading) => reading.second === 1 ? first : chromium(reading),
    [{ second: 1 }, {
      second: 2,
      changed: { IT01A: { packetsLost: 500 } },
    }],
  );
  equal(stats.lossShare, 0);
  ok(!("downAudioBps" in stats));
});

Deno.test("loss on the way out is what the other side reports", () => {
  const { stats } = follow(chromium, [{ second: 1 }, {
    second: 2,
    changed: { RIA: { fractionLost: 0.3 } },
  }]);
  equal(stats.lossUpShare, 0.1, "50 of 150 packets are sound");
  equal(stats.lossShare, 0);
});

Deno.test("a report of the other side that is old says nothing", () => {
  const old = { timestamp: 0, fractionLost: 0.3 };
  const { stats } = follow(chromium, [{ second: 1 }, {
    second: 2,
    changed: { RI: old },
  }]);
  ok(!("lossUpShare" in stats));
});

Deno.test("the jitter is the sound's, as pictures come in bursts", () => {
  const without = (second: number) => ({ second, changed: { IT01A: null } });
  equal(follow(chromium, [{ second: 1 }, { second: 2 }]).stats.jitterMs, 4);
  equal(follow(chromium, [without(1), without(2)]).stats.jitterMs, 20);
});

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}

Deno.test("a report of the other side counts for 15 s", () => {
  const upAfter = (ageMs: number) => {
    const timestamp = BEGAN_MS + 2_000 - ageMs;
    const changed = { RIA: { timestamp, fractionLost: 0.3 }, RIV: null };
    return follow(chromium, [{ second: 1 }, { second: 2, changed }])
      .stats.lossUpShare;
  };
  equal(upAfter(RTCP_FRESH_MS), 0.3);
  equal(upAfter(RTCP_FRESH_MS + 1), undefined);
});

Deno.test("a report of the other side without a share says nothing", () => {
  const without = { RI: { fractionLost: undefined } };
  const readings = [1, 2].map((second) => ({ second, changed: without }));
  ok(!("lossUpShare" in follow(chromium, readings).stats));
});
