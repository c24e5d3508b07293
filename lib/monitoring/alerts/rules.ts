/**
 * The site's own rules, from the settings.
 *
 * @module
 */

import type { AlertUnit, Severity } from "@/lib/monitoring/overview/alert.ts";
import type { Rule } from "./rule.ts";
import type { AlertSettings } from "./settings.ts";

/** Names of the conditions that are watched. */
export const ALERT_KINDS = {
  httpErrorRate: "http-error-rate",
  httpLatency: "http-latency",
  bandwidth: "bandwidth",
  bandwidthSpike: "bandwidth-spike",
  hourlyAnomaly: "hourly-anomaly",
  iceSuccess: "ice-success",
  firstMedia: "first-media",
  relayShare: "relay-share",
  poorCalls: "poor-calls",
} as const;

/** What a rule consists of besides the times, which all share. */
interface RuleParts {
  kind: string;
  title: string;
  unit: AlertUnit;
  threshold: number;
  severity: Severity;
  /** Worse severities by multiples of the threshold, mildest first. */
  worse: readonly (readonly [factor: number, severity: Severity])[];
  /** Less is trouble; of percentages only. */
  isFloor?: boolean;
}

/** Lists the rules, one for each condition. */
export function rulesOf(settings: AlertSettings): Rule[] {
  return partsOf(settings).map((parts) => toRule(parts, settings));
}

function toRule(
  { threshold, worse, isFloor = false, kind, title, unit, severity }: RuleParts,
  { raiseAfterMs, resolveAfterMs, resolveShare }: AlertSettings,
): Rule {
  return {
    kind,
    title,
    unit,
    severity,
    troubleIs: isFloor ? "below" : "above",
    raiseAt: threshold,
    resolveAt: isFloor
      ? threshold + (100 - threshold) * (1 - resolveShare)
      : threshold * resolveShare,
    raiseAfterMs,
    resolveAfterMs,
    escalations: worse.map(([factor, severity]) => ({
      at: threshold * factor,
      severity,
    })),
  };
}

function partsOf(settings: AlertSettings): RuleParts[] {
  return [...httpParts(settings), ...rtcParts(settings)];
}

function httpParts(settings: AlertSettings): RuleParts[] {
  return [
    {
      kind: ALERT_KINDS.httpErrorRate,
      title: "Requests fail",
      unit: "%",
      threshold: settings.httpErrorPct,
      severity: "medium",
      worse: [[2, "high"], [5, "critical"]],
    },
    {
      kind: ALERT_KINDS.httpLatency,
      title: "Answers are slow (95th percentile)",
      unit: "ms",
      threshold: settings.httpP95Ms,
      severity: "medium",
      worse: [[3, "high"], [10, "critical"]],
    },
    {
      kind: ALERT_KINDS.bandwidth,
      title: "Traffic is above its limit",
      unit: "Mbit/s",
      threshold: settings.bandwidthMbps,
      severity: "medium",
      worse: [[1.5, "high"], [2, "critical"]],
    },
    {
      kind: ALERT_KINDS.bandwidthSpike,
      title: "Traffic is far above the last day's",
      unit: "×",
      threshold: settings.bandwidthSpikeRatio,
      severity: "low",
      worse: [[2, "medium"], [4, "high"]],
    },
    {
      kind: ALERT_KINDS.hourlyAnomaly,
      title: "The last hour was unlike this time of other days",
      unit: "σ",
      threshold: settings.anomalySigma,
      severity: "low",
      worse: [[2, "medium"]],
    },
  ];
}

function rtcParts(settings: AlertSettings): RuleParts[] {
  return [
    {
      kind: ALERT_KINDS.iceSuccess,
      title: "Calls find no path",
      unit: "%",
      threshold: settings.iceSuccessPct,
      isFloor: true,
      severity: "high",
      worse: [[0.75, "critical"]],
    },
    {
      kind: ALERT_KINDS.firstMedia,
      title: "First pictures come late after a match (95th percentile)",
      unit: "ms",
      threshold: settings.firstMediaMs,
      severity: "medium",
      worse: [[2, "high"]],
    },
    {
      kind: ALERT_KINDS.relayShare,
      title: "Many calls run over the relay, which costs money",
      unit: "%",
      threshold: settings.relayPct,
      severity: "low",
      worse: [[1.5, "medium"]],
    },
    {
      kind: ALERT_KINDS.poorCalls,
      title: "Many calls are poor",
      unit: "%",
      threshold: settings.poorCallsPct,
      severity: "high",
      worse: [[2, "critical"]],
    },
  ];
}
