/**
 * Reads out of a statistics report what decides how good a picture we send.
 *
 * Source: W3C webrtc-stats, RTCOutboundRtpStreamStats and
 * RTCIceCandidatePairStats.
 *
 * @module
 */

import type { Limit, SendingReading } from "./sending_plan.ts";

/** The statistics that are looked at. */
interface LooseStats {
  type?: unknown;
  kind?: unknown;
  qualityLimitationReason?: unknown;
  selectedCandidatePairId?: unknown;
  availableOutgoingBitrate?: unknown;
}

const LIMITS: readonly unknown[] = ["none", "cpu", "bandwidth"];

/** Reads a report; what the browser does not tell is `null`. */
export function readSending(
  report: ReadonlyMap<string, unknown>,
): SendingReading {
  let limit: Limit | null = null;
  let availableBps: number | null = null;
  for (const stats of report.values() as Iterable<LooseStats>) {
    if (stats.type === "outbound-rtp" && stats.kind === "video") {
      limit = limitOf(stats);
    } else if (stats.type === "transport") {
      availableBps = availableOf(report, stats);
    }
  }
  return { limit, availableBps };
}

function limitOf({ qualityLimitationReason }: LooseStats): Limit | null {
  return LIMITS.includes(qualityLimitationReason)
    ? qualityLimitationReason as Limit
    : null;
}

function availableOf(
  report: ReadonlyMap<string, unknown>,
  { selectedCandidatePairId }: LooseStats,
): number | null {
  const pair = report.get(String(selectedCandidatePairId)) as
    | LooseStats
    | undefined;
  const bps = pair?.availableOutgoingBitrate;
  return typeof bps === "number" && bps > 0 ? bps : null;
}
