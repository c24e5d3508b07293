/**
 * The funnel of one call: which steps it reached and when, all on one clock
 * and one side, and from that the one reason why it ended early.
 *
 * @module
 */

import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import type { FailureReason } from "@/lib/protocol/reasons.ts";
import type { RelayAnswer } from "../peer/relay_watch.ts";

/** What one side knows of one call's progress. */
export interface Funnel {
  /** When a partner was asked for, Unix milliseconds. */
  readonly startedAtMs: number;
  /** When each step was first reached, Unix milliseconds. */
  readonly reachedAtMs: Readonly<Partial<Record<FunnelStep, number>>>;
}

/** Begins a funnel at the moment a partner is asked for. */
export function startFunnel(startedAtMs: number): Funnel {
  return { startedAtMs, reachedAtMs: {} };
}

/**
 * Notes that a step was reached. The first time counts; a repeat returns the
 * same funnel, so that a reconnect does not rewrite how the call began.
 */
export function reachStep(
  funnel: Funnel,
  step: FunnelStep,
  atMs: number,
): Funnel {
  if (funnel.reachedAtMs[step] !== undefined) return funnel;
  return { ...funnel, reachedAtMs: { ...funnel.reachedAtMs, [step]: atMs } };
}

/** What is known of a call besides its steps. */
export interface CallSigns {
  /** Whether the other side was heard of since the match. */
  readonly isHeard: boolean;
  /** Whether our relays took the call. */
  readonly relay: RelayAnswer;
}

/**
 * Names the reason of a call that never came about, by its first missing step.
 *
 * @param funnel How far the call came.
 * @returns A stable reason code.
 */
export function reasonOfFailure(
  { reachedAtMs }: Funnel,
  { isHeard, relay }: CallSigns,
): FailureReason {
  if (reachedAtMs.ice !== undefined) {
    return reachedAtMs.dtls === undefined ? "dtls-failed" : "connection-lost";
  }
  if (reachedAtMs.offer === undefined) return "no-offer";
  if (reachedAtMs.answer === undefined) return "no-answer";
  if (relay === "only-way-refused") return "relay-refused";
  const hasCandidates = reachedAtMs["remote-candidate"] !== undefined;
  if (!hasCandidates || !isHeard) return "no-candidates";
  return relay === "refused" ? "relay-refused" : "ice-failed";
}
