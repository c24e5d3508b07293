/**
 * One call from beginning to end, as `GET /api/monitoring/calls/:pairId`
 * answers it, under way or past. Kept for 7 days.
 *
 * @module
 */

import type {
  CallStats,
  ConnectionState,
  QualityLevel,
} from "@/lib/protocol/call_stats.ts";
import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import type { KpiReason } from "@/lib/protocol/kpi.ts";
import type { Alert } from "./alert.ts";

/** Something that happened to one member. */
export type CallEvent =
  & {
    /** When, Unix milliseconds. */
    at: number;
    /** To whom: `a` the caller, `b` the callee. */
    member: string;
  }
  & (
    | { kind: "state"; state: ConnectionState }
    | { kind: "quality"; quality: QualityLevel; reasons: readonly string[] }
    | { kind: "path"; local: string; remote: string; relayProtocol?: string }
    | { kind: "restart"; count: number }
    | { kind: "stalled"; isStalled: boolean }
    | { kind: "ended"; reason: KpiReason }
  );

/** One moment of a member's series; a missing field is unknown. */
export type CallPoint =
  & Pick<
    CallStats,
    | "rttMs"
    | "jitterMs"
    | "lossShare"
    | "upAudioBps"
    | "upVideoBps"
    | "downAudioBps"
    | "downVideoBps"
    | "downFps"
    | "mos"
    | "quality"
  >
  & {
    /** When, Unix milliseconds. */
    at: number;
  };

/** What relaying one member's bytes cost. */
export interface RelayCost {
  /** Bytes of both directions over that member's relay. */
  relayedBytes: number;
  /** Whether no direct path worked, or the member asked for a relay. */
  because: "needed" | "chosen";
  /** Price, in the currency of `TURN_COST_PER_GB`. */
  cost: number;
}

/** One side's account of a call. */
export interface CallMember {
  /** `a` the caller, `b` the callee. */
  id: string;
  /** Country the member gave; `XX` is unknown. */
  country: string;
  /** The latest state. */
  stats: CallStats;
  /** When it was last told, Unix milliseconds. */
  updatedAt: number;
  /** At most 300 points, thinned by M4. */
  series: CallPoint[];
  /** How many points the series stands for. */
  sampleCount: number;
  /** Milliseconds after asking for a partner at which each step was reached. */
  funnel: Partial<Record<FunnelStep, number>>;
  /** How it ended for this member; `null` while it lasts or untold. */
  reason: KpiReason | null;
  /** What relaying cost; `null`: nothing was relayed. */
  relayCost: RelayCost | null;
}

/** Where the trouble of a call was. */
export type VerdictPlace =
  | "none"
  | "a-uplink"
  | "b-uplink"
  | "a-downlink"
  | "b-downlink"
  | "path"
  | "a-device"
  | "b-device"
  | "unknown";

/** What both accounts together say about a call. */
export interface Verdict {
  /** Where the trouble was; `none`: there was none. */
  place: VerdictPlace;
  /** What speaks for it: stable codes with the figures they stand for. */
  evidence: readonly { code: string; member?: string; value?: number }[];
}

/** One call from beginning to end. */
export interface CallRecord {
  /** The call. */
  pairId: string;
  /** When the two were matched, Unix milliseconds. */
  startedAt: number;
  /** When it was over, Unix milliseconds; `null`: it is under way. */
  endedAt: number | null;
  /** Its members that have told of themselves. */
  members: CallMember[];
  /** What happened, oldest first. */
  events: CallEvent[];
  /** Alerts about it, open and past. */
  alerts: Alert[];
  /** Where its trouble was. */
  verdict: Verdict;
}
