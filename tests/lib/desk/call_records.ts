/**
 * A call from beginning to end, made up for tests.
 *
 * @module
 */

import type {
  CallMember,
  CallPoint,
  CallRecord,
} from "@/lib/monitoring/overview/call_record.ts";

/** Makes one side's account. */
export function aSide(id: string, rest: Partial<CallMember> = {}): CallMember {
  return {
    id,
    country: "XX",
    stats: {},
    updatedAt: 0,
    series: [],
    sampleCount: 0,
    funnel: {},
    reason: null,
    relayCost: null,
    ...rest,
  };
}

/** Makes a call. */
export function aRecord(rest: Partial<CallRecord> = {}): CallRecord {
  return {
    pairId: "p1",
    startedAt: 0,
    endedAt: null,
    members: [],
    events: [],
    alerts: [],
    verdict: { place: "none", evidence: [] },
    ...rest,
  };
}

/** How bad a moment of {@linkcode aBadCall} is, 0 to 1: a bad stretch. */
function badness(share: number): number {
  return share > 0.45 && share < 0.7
    ? Math.sin((share - 0.45) * 4 * Math.PI)
    : 0;
}

function sidePoints(startedAt: number, isB: boolean): CallPoint[] {
  const points: CallPoint[] = [];
  for (let i = 0; i < 240; i++) {
    // For a minute nothing was told.
    if (i > 190 && i < 205) continue;
    const bad = Math.max(0, badness(i / 240));
    const wave = Math.sin(i / 7 + (isB ? 2 : 0));
    const rttMs = 62 + 6 * wave + 280 * bad;
    const lossShare = Math.max(0, 0.002 * wave) +
      (isB ? 0.09 * bad : 0.01 * bad);
    points.push({
      at: startedAt + 3_000 + 5_000 * i,
      rttMs,
      jitterMs: 5 + 2 * wave + 40 * bad,
      lossShare,
      upAudioBps: 32_000,
      upVideoBps: 1_150_000 + 60_000 * wave - (isB ? 0 : 900_000 * bad),
      downAudioBps: 32_000,
      downVideoBps: 1_120_000 + 70_000 * wave - (isB ? 900_000 * bad : 0),
      quality: lossShare > 0.05 ? "poor" : rttMs > 200 ? "fair" : "excellent",
    });
  }
  return points;
}

/** Makes a call of twenty minutes whose caller's uplink broke down for a while. */
export function aBadCall(pairId: string, startedAt: number): CallRecord {
  const at = (seconds: number) => startedAt + 1_000 * seconds;
  const funnel = {
    matched: 420,
    offer: 428,
    answer: 604,
    "local-candidate": 431,
    "remote-candidate": 610,
    ice: 760,
    dtls: 812,
    "first-packet": 850,
    "first-frame": 934,
  };
  return aRecord({
    pairId,
    startedAt,
    endedAt: at(1_204),
    members: [
      aSide("a", {
        country: "VN",
        series: sidePoints(startedAt, false),
        sampleCount: 1_204,
        updatedAt: at(1_203),
        funnel,
        reason: "left",
        relayCost: { relayedBytes: 318e6, because: "needed", cost: 0.127 },
        stats: {
          connection: "ended",
          localCandidateType: "relay",
          remoteCandidateType: "srflx",
          relayProtocol: "udp",
          isRelayed: true,
          downWidth: 1280,
          downHeight: 720,
          downFps: 29.8,
          freezeCount: 2,
          freezeMs: 1_300,
          restartCount: 1,
          computedOn: "worker",
          device: "phone",
          browser: "Chrome 149",
        },
      }),
      aSide("b", {
        country: "SA",
        series: sidePoints(startedAt, true),
        sampleCount: 1_187,
        updatedAt: at(1_203),
        funnel: { ...funnel, "first-frame": 1_240 },
        reason: "peer-left",
        stats: {
          connection: "ended",
          localCandidateType: "srflx",
          remoteCandidateType: "relay",
          isRelayed: false,
          downWidth: 640,
          downHeight: 480,
          downFps: 24,
          computedOn: "worker",
          device: "desktop",
          browser: "Firefox 151",
        },
      }),
    ],
    events: [
      { at: at(1), member: "a", kind: "state", state: "connected" },
      { at: at(1), member: "b", kind: "state", state: "connected" },
      {
        at: at(590),
        member: "b",
        kind: "quality",
        quality: "poor",
        reasons: ["loss", "rtt"],
      },
      { at: at(640), member: "a", kind: "restart", count: 1 },
      {
        at: at(646),
        member: "a",
        kind: "path",
        local: "relay",
        remote: "srflx",
        relayProtocol: "udp",
      },
      {
        at: at(830),
        member: "b",
        kind: "quality",
        quality: "excellent",
        reasons: [],
      },
      { at: at(1_203), member: "a", kind: "ended", reason: "left" },
    ],
    verdict: {
      place: "a-uplink",
      evidence: [
        { code: "trouble-seconds", value: 214 },
        { code: "uplink-loss", member: "a", value: 0.084 },
        { code: "downlink-loss", member: "b", value: 0.091 },
      ],
    },
  });
}
