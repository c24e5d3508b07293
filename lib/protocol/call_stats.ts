/**
 * What one member's page says about the state of its call: the body of
 * `POST /api/monitoring/stats`, and how a state and its deltas relate.
 *
 * A missing field is unknown, never 0. In a delta a field that stayed as it was
 * is left out, and one that became unknown is `null`.
 *
 * @module
 */

import * as z from "zod/mini";
import { LATEST_MS } from "./limits.ts";
import {
  QUALITY_LEVELS,
  QUALITY_REASONS,
  type QualityLevel,
  type QualityReason,
} from "./quality.ts";
import { pairIdSchema } from "./role.ts";
import type { Schema } from "./schema.ts";

export { QUALITY_LEVELS, QUALITY_REASONS };
export type { QualityLevel, QualityReason };

/** States of a member's connection, in the page's own words. */
export const CONNECTION_STATES = [
  "connecting",
  "connected",
  "reconnecting",
  "ended",
] as const;

/** The state of a member's connection. */
export type ConnectionState = typeof CONNECTION_STATES[number];

/** `RTCIceCandidateType` of the W3C. */
const CANDIDATE_TYPES = ["host", "srflx", "prflx", "relay"] as const;

const MAX_BPS = 1e10;
const MAX_BYTES = 1e15;
const MAX_MS = 24 * 3600_000;
const MAX_COUNT = 1e9;
const MAX_PIXELS = 16_384;
const MAX_FPS = 1_000;
const MAX_TEXT_CHARS = 60;

const upTo = (max: number) => z.number().check(z.minimum(0), z.maximum(max));
const share = upTo(1);
const bps = upTo(MAX_BPS);
const pixels = upTo(MAX_PIXELS);
const text = z.string().check(z.maxLength(MAX_TEXT_CHARS));

/** Every field by its name; each is judged by itself. */
const FIELDS = {
  connection: z.enum(CONNECTION_STATES),
  quality: z.enum(QUALITY_LEVELS),
  qualityReasons: z.array(z.enum(QUALITY_REASONS)).check(
    z.maxLength(QUALITY_REASONS.length),
  ),
  mos: z.number().check(z.minimum(1), z.maximum(5)),
  rttMs: upTo(MAX_MS),
  rttSource: z.enum(["rtcp", "stun"]),
  jitterMs: upTo(MAX_MS),
  lossShare: share,
  lossUpShare: share,
  upAudioBps: bps,
  upVideoBps: bps,
  downAudioBps: bps,
  downVideoBps: bps,
  downFps: upTo(MAX_FPS),
  upFps: upTo(MAX_FPS),
  downWidth: pixels,
  downHeight: pixels,
  upWidth: pixels,
  upHeight: pixels,
  freezeCount: upTo(MAX_COUNT),
  freezeMs: upTo(MAX_MS),
  concealedShare: share,
  cpuLimitedShare: share,
  bandwidthLimitedShare: share,
  isStalled: z.boolean(),
  localCandidateType: z.enum(CANDIDATE_TYPES),
  remoteCandidateType: z.enum(CANDIDATE_TYPES),
  isRelayed: z.boolean(),
  isRemoteRelayed: z.boolean(),
  relayProtocol: z.enum(["udp", "tcp", "tls"]),
  isRelayChosen: z.boolean(),
  bytesUp: upTo(MAX_BYTES),
  bytesDown: upTo(MAX_BYTES),
  relayedBytes: upTo(MAX_BYTES),
  restartCount: upTo(MAX_COUNT),
  pageFps: upTo(MAX_FPS),
  computedOn: z.enum(["worker", "main"]),
  device: text,
  browser: text,
};

/** The state of a call as one member sees it; a missing field is unknown. */
export interface CallStats {
  /** State of the connection. */
  connection?: ConnectionState;
  /** Level by DESIGN.md §3, with hysteresis. */
  quality?: QualityLevel;
  /** What keeps it from a better level. */
  qualityReasons?: QualityReason[];
  /** Estimated mean opinion score, 1 to 5. */
  mos?: number;
  /** Round trip, milliseconds. */
  rttMs?: number;
  /** Where the round trip was read: RTCP reports, or STUN checks. */
  rttSource?: "rtcp" | "stun";
  /** Jitter of what comes in, milliseconds. */
  jitterMs?: number;
  /** Loss of what came in during the interval, pooled over streams, 0 to 1. */
  lossShare?: number;
  /** Loss of what went out, by the other side's reports, 0 to 1. */
  lossUpShare?: number;
  /** Audio sent, bits per second. */
  upAudioBps?: number;
  /** Video sent, bits per second. */
  upVideoBps?: number;
  /** Audio received, bits per second. */
  downAudioBps?: number;
  /** Video received, bits per second. */
  downVideoBps?: number;
  /** Frames per second received. */
  downFps?: number;
  /** Frames per second sent. */
  upFps?: number;
  /** Width of the picture received, pixels. */
  downWidth?: number;
  /** Height of the picture received, pixels. */
  downHeight?: number;
  /** Width of the picture sent, pixels. */
  upWidth?: number;
  /** Height of the picture sent, pixels. */
  upHeight?: number;
  /** Times the picture froze since the call began. */
  freezeCount?: number;
  /** Time it was frozen since the call began, milliseconds. */
  freezeMs?: number;
  /** Audio samples of the interval that were made up, 0 to 1. */
  concealedShare?: number;
  /** Share of the interval in which the CPU held the encoder back, 0 to 1. */
  cpuLimitedShare?: number;
  /** Share of the interval in which the network held it back, 0 to 1. */
  bandwidthLimitedShare?: number;
  /** Sending and receiving nothing. */
  isStalled?: boolean;
  /** Type of the member's own selected candidate. */
  localCandidateType?: "host" | "srflx" | "prflx" | "relay";
  /** Type of the other side's. */
  remoteCandidateType?: "host" | "srflx" | "prflx" | "relay";
  /** Whether the member's own candidate is a TURN relay. */
  isRelayed?: boolean;
  /** Whether the other side's is. */
  isRemoteRelayed?: boolean;
  /** How the member's own relay is reached. */
  relayProtocol?: "udp" | "tcp" | "tls";
  /** Whether the member asked for the relay, to hide the address. */
  isRelayChosen?: boolean;
  /** Sent since the call began, bytes. */
  bytesUp?: number;
  /** Received since the call began, bytes. */
  bytesDown?: number;
  /** Bytes of both directions that went over the member's own relay. */
  relayedBytes?: number;
  /** ICE restarts since the call began. */
  restartCount?: number;
  /** Frames per second that the page itself draws. */
  pageFps?: number;
  /** Where the figures are computed. */
  computedOn?: "worker" | "main";
  /** Kind of device, such as `phone` or `desktop`. */
  device?: string;
  /** Browser and its main version, such as `Chrome 149`. */
  browser?: string;
}

/** What changed since the last emission; `null` is what became unknown. */
export type CallStatsDelta = {
  [K in keyof CallStats]?: CallStats[K] | null;
};

/** One emission of a member's page. */
export interface StatsEmission {
  /** The call. */
  pairId: string;
  /** Counts the emissions of this page in this call, from 0. */
  seq: number;
  /** Whether `metrics` is the whole state. */
  full: boolean;
  /** The whole state, or what changed of it. */
  metrics: CallStatsDelta;
  /** When it was sent, by the browser's clock, Unix milliseconds. */
  ts: number;
}

/** An emission as received, and how many of its fields were dropped. */
export interface ReceivedEmission {
  /** What is believed of it. */
  emission: StatsEmission;
  /** Fields that are unknown, out of range or of another type. */
  droppedFieldCount: number;
}

/**
 * Reads an emission. The frame (`pairId`, `seq`, `full`, `ts`) must be right;
 * of `metrics` each field is kept or dropped by itself.
 */
export const statsEmissionSchema: Schema<ReceivedEmission> = z.pipe(
  z.object({
    pairId: pairIdSchema,
    seq: z.number().check(z.int(), z.minimum(0), z.maximum(MAX_COUNT)),
    full: z.boolean(),
    metrics: z.record(z.string(), z.unknown()),
    ts: z.number().check(z.minimum(0), z.maximum(LATEST_MS)),
  }),
  z.transform(({ metrics, ...frame }) => {
    const kept: Record<string, unknown> = {};
    let droppedFieldCount = 0;
    for (const [name, value] of Object.entries(metrics)) {
      const field = Object.hasOwn(FIELDS, name)
        ? FIELDS[name as keyof typeof FIELDS]
        : undefined;
      const parsed = value === null ? null : field?.safeParse(value);
      if (field !== undefined && parsed === null) kept[name] = null;
      else if (parsed?.success) kept[name] = parsed.data;
      else droppedFieldCount++;
    }
    const emission = { ...frame, metrics: kept as CallStatsDelta };
    return { emission, droppedFieldCount };
  }),
);

/**
 * Tells what changed from one state to the next.
 *
 * @param from The state that the other side holds.
 * @param to The state now.
 * @returns Empty when nothing did.
 */
export function deltaBetween(from: CallStats, to: CallStats): CallStatsDelta {
  const delta: Record<string, unknown> = {};
  for (const name of Object.keys(FIELDS) as (keyof CallStats)[]) {
    const [before, after] = [from[name], to[name]];
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    delta[name] = after ?? null;
  }
  return delta as CallStatsDelta;
}

/** Puts a delta on a state; neither is changed. */
export function withDelta(from: CallStats, delta: CallStatsDelta): CallStats {
  const merged: Record<string, unknown> = { ...from };
  for (const [name, value] of Object.entries(delta)) {
    if (value === null) delete merged[name];
    else if (value !== undefined) merged[name] = value;
  }
  return merged as CallStats;
}
