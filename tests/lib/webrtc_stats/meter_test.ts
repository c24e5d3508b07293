import { deepEqual, equal, ok } from "node:assert/strict";
import { callStatsOf, follow } from "./follow.ts";
import { chromium, firefox, olderFirefox, RATES, safari } from "./reports.ts";

const BOTH = {
  connection: "connected",
  quality: "excellent",
  mos: 4.4,
  qualityReasons: [],
  lossShare: 0,
  downFps: RATES.frames,
  upFps: RATES.frames,
  downWidth: 640,
  downHeight: 480,
  upWidth: 320,
  upHeight: 240,
  jitterMs: 4,
  concealedShare: 0,
  isStalled: false,
  freezeCount: 0,
  freezeMs: 0,
};
const BY_RTCP = { rttMs: 80, rttSource: "rtcp", lossUpShare: 0 };
/** Without headers, which not every browser counts. */
const BITRATES = {
  upAudioBps: RATES.audioBytes * 8,
  downAudioBps: RATES.audioBytes * 8,
  upVideoBps: RATES.videoBytes * 8,
  downVideoBps: RATES.videoBytes * 8,
};
const bytes = 2 * (RATES.audioBytes + RATES.videoBytes);

Deno.test("measure() reads a report of Chromium", () => {
  deepEqual(follow(chromium, [{ second: 1 }, { second: 2 }]).stats, {
    ...BOTH,
    ...BY_RTCP,
    upAudioBps: (RATES.audioBytes + 600) * 8,
    downAudioBps: (RATES.audioBytes + 600) * 8,
    upVideoBps: (RATES.videoBytes + 1_200) * 8,
    downVideoBps: (RATES.videoBytes + 1_200) * 8,
    cpuLimitedShare: 0,
    bandwidthLimitedShare: 0,
    localCandidateType: "host",
    remoteCandidateType: "srflx",
    isRelayed: false,
    isRemoteRelayed: false,
    bytesUp: bytes,
    bytesDown: bytes,
    relayedBytes: 0,
  });
});

Deno.test("measure() reads a report of Firefox, whose transport counts nothing", () => {
  deepEqual(follow(firefox, [{ second: 1 }, { second: 2 }]).stats, {
    ...BOTH,
    ...BY_RTCP,
    upAudioBps: (RATES.audioBytes + 1_200) * 8,
    downAudioBps: (RATES.audioBytes + 1_200) * 8,
    upVideoBps: (RATES.videoBytes + 2_400) * 8,
    downVideoBps: (RATES.videoBytes + 2_400) * 8,
    localCandidateType: "host",
    remoteCandidateType: "host",
    isRelayed: false,
    isRemoteRelayed: false,
    bytesUp: bytes,
    bytesDown: bytes,
    relayedBytes: 0,
  });
});

Deno.test("measure() reads a report of an older Firefox, which leaves much out", () => {
  deepEqual(follow(olderFirefox, [{ second: 1 }, { second: 2 }]).stats, {
    ...BOTH,
    ...BY_RTCP,
    ...BITRATES,
    localCandidateType: "relay",
    remoteCandidateType: "prflx",
    isRelayed: true,
    isRemoteRelayed: false,
    relayProtocol: "udp",
    bytesUp: bytes,
    bytesDown: bytes,
    relayedBytes: 2 * bytes,
  });
});

Deno.test("measure() reads a report of Safari, by STUN alone", () => {
  deepEqual(follow(safari, [{ second: 1 }, { second: 2 }]).stats, {
    ...BOTH,
    rttMs: 50,
    rttSource: "stun",
    ...BITRATES,
    localCandidateType: "prflx",
    remoteCandidateType: "relay",
    isRelayed: false,
    isRemoteRelayed: true,
    bytesUp: bytes,
    bytesDown: bytes,
    relayedBytes: 0,
  });
});

Deno.test("the first report has no interval, and makes none up", () => {
  const { stats } = follow(chromium, [{ second: 7 }]);
  for (
    const field of ["upVideoBps", "lossShare", "jitterMs", "mos", "downFps"]
  ) {
    ok(!(field in stats), field);
  }
  equal(stats.bytesUp, 7 * (RATES.audioBytes + RATES.videoBytes));
});

Deno.test("[pitfall 6] a missing round trip stays missing, and so does the score", () => {
  const none = { RI: null, CPhost: { currentRoundTripTime: undefined } };
  const { stats } = follow(
    chromium,
    [1, 2, 3].map((second) => ({
      second,
      changed: {
        ...none,
        CPhost: {
          currentRoundTripTime: undefined,
          totalRoundTripTime: undefined,
          responsesReceived: undefined,
        },
      },
    })),
  );
  ok(!("rttMs" in stats) && !("mos" in stats) && !("rttSource" in stats));
  equal(stats.quality, "excellent", "loss alone is known");
});

Deno.test("[pitfall 22] a gap is marked, and smeared over nothing", () => {
  const meter = follow(chromium, [{ second: 1 }, { second: 2 }, {
    second: 42,
    changed: { IT01A: { packetsLost: 900 } },
  }]);
  equal(meter.isAfterGap, true);
  ok(!("upVideoBps" in meter.stats) && !("lossShare" in meter.stats));
  equal(meter.stats.bytesUp, 42 * (RATES.audioBytes + RATES.videoBytes));
  equal(meter.stats.quality, "excellent", "nothing new is known of it");
  const after = follow(chromium, [{ second: 43 }], meter);
  equal(after.isAfterGap, false);
  equal(after.stats.upAudioBps, (RATES.audioBytes + 600) * 8);
});

Deno.test("a hidden page has no frame rate and no freezes", () => {
  const frozen = { V12: { freezeCount: 3, totalFreezesDuration: 9 } };
  const hidden = follow(
    chromium,
    [{ second: 1 }, { second: 2, changed: frozen }],
    undefined,
    { isHidden: true },
  );
  ok(!("downFps" in hidden.stats));
  ok(!("freezeCount" in hidden.stats));
  const seen = follow(chromium, [{ second: 1 }, {
    second: 2,
    changed: frozen,
  }]);
  equal(seen.stats.freezeCount, 3);
  equal(seen.stats.freezeMs, 9_000);
});

Deno.test("sums go on with another connection, which counts from 0", () => {
  const before = follow(chromium, [{ second: 5 }]);
  const after = follow(chromium, [{ second: 1 }, { second: 2 }], before, {
    connectionId: 2,
  });
  equal(after.stats.bytesUp, 7 * (RATES.audioBytes + RATES.videoBytes));
  equal(after.stats.upAudioBps, (RATES.audioBytes + 600) * 8);
  const later = follow(chromium, [{ second: 9 }], after, { connectionId: 3 });
  equal(later.stats.bytesUp, 16 * (RATES.audioBytes + RATES.videoBytes));
  ok(!("upAudioBps" in later.stats), "it is compared with nothing");
});

Deno.test("[pitfall 2] who sends and hears nothing for 5 s is stalled, and poor", () => {
  const silent = (second: number) => ({
    second,
    changed: {
      IT01: { bytesReceived: 9, packetsReceived: 9, packetsLost: 0 },
      T01: { bytesSent: second, bytesReceived: 9 },
      RI: null,
    },
  });
  const seconds = [1, 2, 3, 4, 5, 6, 7];
  const before = follow(chromium, seconds.slice(0, 6).map(silent));
  equal(before.stats.isStalled, false);
  ok(!("lossShare" in before.stats), "silence is no loss of 0");
  const { stats } = follow(chromium, seconds.map(silent));
  equal(stats.isStalled, true);
  equal(stats.quality, "poor");
  deepEqual(stats.qualityReasons, ["stalled"]);
  equal(stats.mos, 1);
});

Deno.test("a state moves from worker to page as plain data", () => {
  const meter = follow(chromium, [{ second: 1 }, { second: 2 }]);
  deepEqual(structuredClone(meter), meter);
  deepEqual(
    follow(chromium, [{ second: 3 }], structuredClone(meter)),
    follow(chromium, [{ second: 3 }], meter),
  );
});

Deno.test("a report that was cleared is no zero", () => {
  const before = follow(chromium, [{ second: 1 }, { second: 2 }]);
  const after = callStatsOf(before, new Map());
  deepEqual(after, before.stats);
});

Deno.test("[pitfall 22] 5 s between two reports are an interval yet", () => {
  const apart = (second: number) =>
    follow(chromium, [{ second: 1 }, { second: 2 }, { second }]);
  equal(apart(7).isAfterGap, false);
  equal(apart(7.001).isAfterGap, true);
});

Deno.test("a relay whose bytes are not counted both ways adds nothing", () => {
  const uncounted = { CPrelay: { bytesSent: undefined, bytesReceived: 9_000 } };
  const readings = [1, 2].map((second) => ({ second, changed: uncounted }));
  equal(follow(chromium, readings).stats.relayedBytes, 0);
});

Deno.test("a state is rounded to what can be told apart", () => {
  const changed = { IT01A: { jitter: 0.004_06 } };
  const readings = [1, 2].map((second) => ({ second, changed }));
  equal(follow(chromium, readings).stats.jitterMs, 4.1);
});
