/**
 * From measurements to alerts: one condition of one subject is at most one
 * open alert, however often it is measured.
 *
 * ```text
 * clear ─beyond raiseAt─► pending ─raiseAfterMs─► open ─within resolveAt
 *   ▲                        │                     │    for resolveAfterMs
 *   └────not beyond any more─┘◄────────────────────┘
 * ```
 *
 * Pure: the caller keeps the state and carries out the change.
 *
 * @module
 */

import type {
  ResolveReason,
  Severity,
} from "@/lib/monitoring/overview/alert.ts";
import { isBeyond, type Rule, severityOf } from "./rule.ts";

/** Longest pause between two measurements of one lasting trouble, ms. */
const LONGEST_GAP_MS = 5 * 60_000;
/** How long an alert outlives the last measurement, milliseconds. */
const SILENCE_MS = 30 * 60_000;

/** Where a condition is; `null` stands for clear. */
export type ConditionState =
  | {
    phase: "pending";
    /** Since when it is trouble, Unix milliseconds. */
    sinceMs: number;
    /** When it was last measured, Unix milliseconds. */
    seenAtMs: number;
  }
  | {
    phase: "open";
    /** The alert that is open for it. */
    alertId: string;
    /** Since when it has been over, Unix milliseconds; `null`: it is not. */
    recoveringSinceMs: number | null;
    /** When it was last measured, Unix milliseconds. */
    seenAtMs: number;
  };

/** What to do about the alert of a condition. */
export type Change =
  | { type: "none" }
  /** Open one. */
  | {
    type: "raise";
    alertId: string;
    sinceMs: number;
    value: number;
    severity: Severity;
  }
  /** Note the latest value of the open one. */
  | { type: "update"; alertId: string; value: number; severity: Severity }
  /** Close it. */
  | {
    type: "resolve";
    alertId: string;
    reason: ResolveReason;
    value: number | undefined;
  };

/** What one measurement led to. */
export interface Step {
  /** State to keep. */
  state: ConditionState | null;
  /** What to do. */
  change: Change;
}

/** What was measured, when, and the name of an alert should one open. */
export interface Measurement {
  /** The value; `undefined` when there was too little to measure. */
  value: number | undefined;
  /** When, Unix milliseconds. */
  nowMs: number;
  /** Id of the alert, should one open. */
  nextAlertId: string;
}

const NONE: Change = { type: "none" };

/**
 * Moves one condition on by one measurement.
 *
 * @param rule Thresholds of the condition.
 * @param state Where it was; `null` when clear.
 * @param measured What was measured.
 */
export function step(
  rule: Rule,
  state: ConditionState | null,
  measured: Measurement,
): Step {
  return state?.phase === "open"
    ? stepOpen(rule, state, measured)
    : stepClosed(rule, state, measured);
}

function stepClosed(
  rule: Rule,
  state: Extract<ConditionState, { phase: "pending" }> | null,
  { value, nowMs, nextAlertId }: Measurement,
): Step {
  if (value === undefined || !isBeyond(rule, value, rule.raiseAt)) {
    return { state: null, change: NONE };
  }
  // After a pause nobody knows what happened in between: count anew.
  const isContinued = state !== null &&
    nowMs >= state.seenAtMs && nowMs - state.seenAtMs <= LONGEST_GAP_MS;
  const sinceMs = isContinued ? state.sinceMs : nowMs;
  if (nowMs - sinceMs < rule.raiseAfterMs) {
    return {
      state: { phase: "pending", sinceMs, seenAtMs: nowMs },
      change: NONE,
    };
  }
  return {
    state: {
      phase: "open",
      alertId: nextAlertId,
      recoveringSinceMs: null,
      seenAtMs: nowMs,
    },
    change: {
      type: "raise",
      alertId: nextAlertId,
      sinceMs,
      value,
      severity: severityOf(rule, value),
    },
  };
}

function stepOpen(
  rule: Rule,
  state: Extract<ConditionState, { phase: "open" }>,
  { value, nowMs }: Measurement,
): Step {
  const { alertId } = state;
  const resolve = (reason: ResolveReason): Step => ({
    state: null,
    change: { type: "resolve", alertId, reason, value },
  });
  if (value === undefined) {
    return nowMs - state.seenAtMs < SILENCE_MS
      ? { state, change: NONE }
      : resolve("no-data");
  }
  const isOver = !isBeyond(rule, value, rule.resolveAt);
  const sinceMs = Math.min(state.recoveringSinceMs ?? nowMs, nowMs);
  if (isOver && nowMs - sinceMs >= rule.resolveAfterMs) {
    return resolve("recovered");
  }
  return {
    state: {
      ...state,
      recoveringSinceMs: isOver ? sinceMs : null,
      seenAtMs: nowMs,
    },
    change: {
      type: "update",
      alertId,
      value,
      severity: severityOf(rule, value),
    },
  };
}
