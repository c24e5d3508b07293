/**
 * Statistics reports as browsers give them, of a call that goes on evenly:
 * what each browser calls its dictionaries, and what it leaves out.
 *
 * @module
 */

/** What differs between two reports of a call. */
export interface Reading {
  /** Seconds since the call began. */
  second: number;
  /** Dictionaries to change, by a part of their id; `null` leaves one out. */
  changed?: Record<string, Record<string, unknown> | null>;
}

/** Gives reports of one browser. */
export type Shape = (reading: Reading) => ReadonlyMap<string, unknown>;

/** When the call began, Unix milliseconds. */
export const BEGAN_MS = 1_787_400_000_000;

/** What a second adds. */
export const RATES = {
  audioBytes: 4_000,
  audioPackets: 50,
  videoBytes: 100_000,
  videoPackets: 100,
  frames: 30,
  rttSeconds: 0.08,
} as const;

type Stats = Record<string, unknown>;

function inbound(kind: "audio" | "video", second: number): Stats {
  const isAudio = kind === "audio";
  return {
    type: "inbound-rtp",
    kind,
    ssrc: isAudio ? 11 : 12,
    bytesReceived: second * (isAudio ? RATES.audioBytes : RATES.videoBytes),
    packetsReceived: second *
      (isAudio ? RATES.audioPackets : RATES.videoPackets),
    packetsLost: 0,
    jitter: isAudio ? 0.004 : 0.02,
    ...(isAudio
      ? {
        totalSamplesReceived: second * 48_000,
        concealedSamples: 0,
        silentConcealedSamples: 0,
      }
      : {
        framesDecoded: second * RATES.frames,
        frameWidth: 640,
        frameHeight: 480,
        freezeCount: 0,
        totalFreezesDuration: 0,
      }),
  };
}

function outbound(kind: "audio" | "video", second: number): Stats {
  const isAudio = kind === "audio";
  return {
    type: "outbound-rtp",
    kind,
    ssrc: isAudio ? 21 : 22,
    bytesSent: second * (isAudio ? RATES.audioBytes : RATES.videoBytes),
    packetsSent: second * (isAudio ? RATES.audioPackets : RATES.videoPackets),
    ...(!isAudio && {
      framesEncoded: second * RATES.frames,
      frameWidth: 320,
      frameHeight: 240,
    }),
  };
}

function remoteInbound(kind: string, second: number): Stats {
  return {
    type: "remote-inbound-rtp",
    kind,
    packetsLost: 0,
    fractionLost: 0,
    roundTripTime: RATES.rttSeconds,
    totalRoundTripTime: second * RATES.rttSeconds,
    roundTripTimeMeasurements: second,
  };
}

/** Bytes of a transport, both kinds and what belongs to them. */
const wholeBytes = (second: number) =>
  second * (RATES.audioBytes + RATES.videoBytes);

function report(
  { second, changed = {} }: Reading,
  dictionaries: Record<string, Stats>,
): ReadonlyMap<string, unknown> {
  const timestamp = BEGAN_MS + second * 1_000;
  const entries = Object.entries(dictionaries).flatMap(([id, stats]) => {
    const [, change = {}] = Object.entries(changed).find(([part]) =>
      id.includes(part)
    ) ?? [];
    return change === null
      ? []
      : [[id, { id, timestamp, ...stats, ...change }] as const];
  });
  return new Map(entries);
}

/** As Chromium 149 has it. */
export const chromium: Shape = (reading) => {
  const { second } = reading;
  const headers = (packets: number) => second * packets * 12;
  return report(reading, {
    "AP": { type: "media-playout", kind: "audio" },
    "CIT01_111": { type: "codec", mimeType: "audio/opus" },
    "CPrelay": {
      type: "candidate-pair",
      state: "succeeded",
      nominated: true,
      localCandidateId: "Irelay",
      remoteCandidateId: "Ipeer",
      bytesSent: 0,
      bytesReceived: 0,
    },
    "CPhost": {
      type: "candidate-pair",
      state: "succeeded",
      nominated: true,
      localCandidateId: "Ihost",
      remoteCandidateId: "Ipeer",
      bytesSent: wholeBytes(second),
      bytesReceived: wholeBytes(second),
      currentRoundTripTime: 0.002,
      totalRoundTripTime: second * 0.002,
      responsesReceived: second,
    },
    "Ihost": {
      type: "local-candidate",
      candidateType: "host",
      protocol: "udp",
      address: "192.0.2.1",
    },
    "Irelay": {
      type: "local-candidate",
      candidateType: "relay",
      protocol: "udp",
      relayProtocol: "tls",
      url: "turns:turn.example:443?transport=tcp",
    },
    "Ipeer": { type: "remote-candidate", candidateType: "srflx" },
    "IT01A11": {
      ...inbound("audio", second),
      headerBytesReceived: headers(RATES.audioPackets),
    },
    "IT01V12": {
      ...inbound("video", second),
      headerBytesReceived: headers(RATES.videoPackets),
      framesPerSecond: 29,
    },
    "OT01A21": {
      ...outbound("audio", second),
      headerBytesSent: headers(RATES.audioPackets),
    },
    "OT01V22": {
      ...outbound("video", second),
      headerBytesSent: headers(RATES.videoPackets),
      qualityLimitationReason: "none",
      qualityLimitationDurations: {
        none: second,
        cpu: 0,
        bandwidth: 0,
        other: 0,
      },
    },
    "RIA21": remoteInbound("audio", second),
    "RIV22": remoteInbound("video", second),
    // The browser gives them in no order that can be relied on.
    "T01": {
      type: "transport",
      selectedCandidatePairId: "CPhost",
      bytesSent: wholeBytes(second),
      bytesReceived: wholeBytes(second),
    },
  });
};

/**
 * As Firefox 153 has it, taken from a call with Chromium: a transport without
 * counters, round trips of pairs in whole milliseconds, both names of the kind,
 * several nominated pairs.
 */
export const firefox: Shape = (reading) => {
  const { second } = reading;
  const both = (stats: Stats) => ({ mediaType: stats.kind, ...stats });
  const headers = (packets: number) => second * packets * 24;
  return report(reading, {
    "f1": {
      ...both(inbound("audio", second)),
      headerBytesReceived: headers(RATES.audioPackets),
    },
    "f2": {
      ...both(inbound("video", second)),
      headerBytesReceived: headers(RATES.videoPackets),
      framesPerSecond: 29,
    },
    "f3": {
      ...both(outbound("audio", second)),
      headerBytesSent: headers(RATES.audioPackets),
    },
    "f4": {
      ...both(outbound("video", second)),
      headerBytesSent: headers(RATES.videoPackets),
      framesPerSecond: 29,
    },
    "f5": both(remoteInbound("audio", second)),
    "f6": both(remoteInbound("video", second)),
    "883ddf0b": {
      type: "candidate-pair",
      state: "succeeded",
      nominated: true,
      selected: false,
      localCandidateId: "7e4b9336",
      remoteCandidateId: "e6d9f1fb",
      bytesSent: 8_908,
      bytesReceived: 6_968,
      currentRoundTripTime: 0.02,
      totalRoundTripTime: 0.02,
      responsesReceived: 1,
    },
    "aef4898": {
      type: "candidate-pair",
      state: "succeeded",
      nominated: true,
      selected: true,
      localCandidateId: "46f16077",
      remoteCandidateId: "2fa9200d",
      bytesSent: wholeBytes(second),
      bytesReceived: wholeBytes(second),
      currentRoundTripTime: 0,
      totalRoundTripTime: 0.009,
      responsesReceived: 2,
    },
    "7e4b9336": { type: "local-candidate", candidateType: "host" },
    "46f16077": {
      type: "local-candidate",
      candidateType: "host",
      protocol: "udp",
    },
    "e6d9f1fb": { type: "remote-candidate", candidateType: "host" },
    "2fa9200d": { type: "remote-candidate", candidateType: "host" },
    "dd152966": {
      type: "transport",
      dtlsState: "connected",
      iceState: "connected",
      selectedCandidatePairId: "aef4898",
    },
  });
};

/** As Firefox 140 has it: no transport, no round trips of pairs. */
export const olderFirefox: Shape = (reading) => {
  const { second } = reading;
  const old = ({ kind, ...stats }: Stats) => ({ mediaType: kind, ...stats });
  return report(reading, {
    "1a0b": {
      type: "candidate-pair",
      state: "succeeded",
      nominated: true,
      selected: false,
      localCandidateId: "host",
      remoteCandidateId: "peer",
      bytesSent: 300,
      bytesReceived: 300,
    },
    "2c4d": {
      type: "candidate-pair",
      state: "succeeded",
      nominated: true,
      selected: true,
      localCandidateId: "relay",
      remoteCandidateId: "peer",
      bytesSent: wholeBytes(second),
      bytesReceived: wholeBytes(second),
    },
    "host": { type: "local-candidate", candidateType: "host" },
    "relay": {
      type: "local-candidate",
      candidateType: "relay",
      relayProtocol: "udp",
    },
    "peer": { type: "remote-candidate", candidateType: "prflx" },
    "f1": old(inbound("audio", second)),
    "f2": old(inbound("video", second)),
    "f3": old(outbound("audio", second)),
    "f4": old(outbound("video", second)),
    "f5": old(remoteInbound("audio", second)),
    "f6": old(remoteInbound("video", second)),
  });
};

/** As Safari 18 has it: like Chromium, without some of its figures. */
export const safari: Shape = (reading) => {
  const { second } = reading;
  return report(reading, {
    "RTCInboundRTPAudioStream_11": inbound("audio", second),
    "RTCInboundRTPVideoStream_12": inbound("video", second),
    "RTCOutboundRTPAudioStream_21": outbound("audio", second),
    "RTCOutboundRTPVideoStream_22": outbound("video", second),
    "RTCIceCandidatePair_1": {
      type: "candidate-pair",
      state: "succeeded",
      nominated: true,
      localCandidateId: "RTCIceCandidate_l",
      remoteCandidateId: "RTCIceCandidate_r",
      currentRoundTripTime: 0.05,
    },
    "RTCIceCandidate_l": { type: "local-candidate", candidateType: "prflx" },
    "RTCIceCandidate_r": { type: "remote-candidate", candidateType: "relay" },
    "RTCTransport_0_1": {
      type: "transport",
      selectedCandidatePairId: "RTCIceCandidatePair_1",
      bytesSent: wholeBytes(second),
      bytesReceived: wholeBytes(second),
    },
  });
};
