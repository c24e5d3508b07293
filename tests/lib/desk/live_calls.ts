/**
 * Calls under way, made up for tests.
 *
 * @module
 */

import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import type {
  LiveCall,
  LiveMember,
} from "@/lib/monitoring/overview/live_calls.ts";

/** Makes a member of a call. */
export function aMember(
  stats: LiveMember["stats"] = {},
  rest: Partial<LiveMember> = {},
): LiveMember {
  return { id: "a", country: "XX", updatedAt: 1_000, ...rest, stats };
}

/** Makes a call of these members. */
export function aCall(
  pairId: string,
  members: LiveMember[] = [],
  rest: Partial<LiveCall> = {},
): LiveCall {
  return { pairId, startedAt: 0, alerts: [], ...rest, members };
}

/** Makes an open alert. */
export function anAlert(id: string, rest: Partial<Alert> = {}): Alert {
  return {
    id,
    kind: "rtc-rtt",
    subject: "all",
    title: "Slow",
    severity: "medium",
    unit: "ms",
    value: 400,
    worstValue: 400,
    threshold: 300,
    startedAt: 0,
    openedAt: 0,
    updatedAt: 0,
    acknowledgedAt: null,
    resolvedAt: null,
    resolvedBecause: null,
    expiresAt: null,
    ...rest,
  };
}
