/**
 * What is trouble in a single call. The thresholds are those of the design:
 * they say what a person notices, and so are no settings.
 *
 * @module
 */

import type { CallStats } from "@/lib/protocol/call_stats.ts";
import type { Reading, Rule } from "./rule.ts";

/** Names of the conditions of a call; see `isAboutCall()`. */
export const CALL_ALERT_KINDS = {
  rtt: "call-rtt",
  loss: "call-loss",
  relay: "call-relay",
  quality: "call-quality",
} as const;

/** A condition of a call. */
export type CallAlertKind =
  typeof CALL_ALERT_KINDS[keyof typeof CALL_ALERT_KINDS];

/**
 * Calm before an alert closes, milliseconds: two words of a page that has
 * nothing new to say, which come every 10 s.
 */
const RESOLVE_AFTER_MS = 15_000;

const shared = {
  troubleIs: "above",
  // Told at once: a call is over before an admin has waited.
  raiseAfterMs: 0,
  resolveAfterMs: RESOLVE_AFTER_MS,
  escalations: [],
} as const;

/**
 * Rules by kind. A warning is `medium`, and what is only to be known `low`.
 *
 * A relay is measured by what it has cost so far: one that costs nothing is no
 * news. Quality is measured by how many of the two have a poor call.
 */
export const CALL_RULES: Readonly<Record<CallAlertKind, Rule>> = {
  "call-rtt": {
    ...shared,
    kind: CALL_ALERT_KINDS.rtt,
    title: "A call's round trip is long",
    unit: "ms",
    raiseAt: 300,
    resolveAt: 240,
    severity: "medium",
  },
  "call-loss": {
    ...shared,
    kind: CALL_ALERT_KINDS.loss,
    title: "A call loses packets",
    unit: "%",
    raiseAt: 5,
    resolveAt: 4,
    severity: "medium",
  },
  "call-relay": {
    ...shared,
    kind: CALL_ALERT_KINDS.relay,
    title: "A call runs over the relay, which costs money",
    unit: "$",
    raiseAt: 0,
    resolveAt: 0,
    severity: "low",
  },
  "call-quality": {
    ...shared,
    kind: CALL_ALERT_KINDS.quality,
    title: "A call is poor",
    unit: "sides",
    raiseAt: 0,
    resolveAt: 0,
    severity: "critical",
  },
};

const GB = 1e9;

/**
 * Measures every condition of a call.
 *
 * @param subject The call.
 * @param members What its members say, without those who fell silent.
 * @param costPerGb Price of a relayed gigabyte.
 */
export function callReadings(
  subject: string,
  members: readonly CallStats[],
  costPerGb: number,
): Reading[] {
  const { rtt, loss, relay, quality } = CALL_ALERT_KINDS;
  const pct = (share: number | undefined) => share && share * 100;
  return [
    { kind: rtt, subject, value: worst(members.map((one) => one.rttMs)) },
    {
      kind: loss,
      subject,
      value: pct(
        worst(members.flatMap((one) => [one.lossShare, one.lossUpShare])),
      ),
    },
    {
      kind: relay,
      subject,
      value: sum(members.map((one) => relayCost(one, costPerGb))),
    },
    {
      kind: quality,
      subject,
      value: sum(
        members.map((one) => one.quality && (one.quality === "poor" ? 1 : 0)),
      ),
    },
  ];
}

/**
 * What one's relay has cost so far. The first word of a relay has no bytes yet,
 * and should not wait for them: it counts as one byte.
 */
function relayCost(
  { isRelayed, relayedBytes = 0 }: CallStats,
  costPerGb: number,
): number | undefined {
  if (isRelayed === undefined) return undefined;
  return isRelayed ? Math.max(1, relayedBytes) / GB * costPerGb : 0;
}

function known(values: readonly (number | undefined | "")[]): number[] {
  return values.filter((value) => typeof value === "number");
}

function worst(values: readonly (number | undefined)[]): number | undefined {
  const all = known(values);
  return all.length === 0 ? undefined : Math.max(...all);
}

function sum(values: readonly (number | undefined | "")[]): number | undefined {
  const all = known(values);
  return all.length === 0 ? undefined : all.reduce((a, b) => a + b);
}
