/**
 * A signaling call that failed, and what that means: for the next try, and for
 * the visit when there is none.
 *
 * @module
 */

import type { CallEvent } from "../machine.ts";

/** A signaling call that failed for good. */
export class SignalingError extends Error {
  /** Names the error for `instanceof`-free logs. */
  override readonly name = "SignalingError";
  /** HTTP status; 0 when no answer came at all. */
  readonly status: number;
  /** The contract's error code; `network` when no answer came. */
  readonly code: string;
  /** What Retry-After asked for, within bounds, milliseconds. */
  readonly retryAfterMs: number | undefined;

  /**
   * Describes one failure.
   *
   * @param call Method and path, for the message.
   * @param failure What the server answered.
   */
  constructor(
    call: string,
    failure: { status: number; code: string; retryAfterMs?: number },
  ) {
    super(`Cannot ${call}: ${failure.code} (status ${failure.status})`);
    this.status = failure.status;
    this.code = failure.code;
    this.retryAfterMs = failure.retryAfterMs;
  }

  /** Whether the same call may succeed a little later. */
  get isTransient(): boolean {
    const { status } = this;
    return status === 0 || status === 429 || status >= 500;
  }
}

/** Says whether the server told that we have no place in the queue. */
export function isNotQueued(error: unknown): boolean {
  return error instanceof SignalingError && error.code === "not-queued";
}

/** Tells the event that a failed request or description becomes. */
export function eventOfFailure(error: unknown): CallEvent {
  if (!(error instanceof SignalingError)) {
    return { type: "failed", reason: "negotiation-failed" };
  }
  if (error.code === "forbidden") return { type: "peer-left" };
  // Only the same visitor could have sent what is in the way of ours.
  if (error.code === "exists") return { type: "taken-over" };
  return {
    type: "failed",
    reason: error.isTransient ? "signal-lost" : "refused",
  };
}
