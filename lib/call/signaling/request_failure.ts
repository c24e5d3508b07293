/**
 * What a call that our server did not answer as hoped means for the visit.
 *
 * @module
 */

import type { CallEvent } from "../machine.ts";
import { SignalingError } from "./rest_client.ts";

/** Tells the event that a failure becomes. */
export function eventOfFailure(error: unknown): CallEvent {
  if (!(error instanceof SignalingError)) {
    return { type: "failed", reason: "negotiation-failed" };
  }
  const { status, code } = error;
  if (code === "forbidden") return { type: "peer-left" };
  // Only the same visitor could have sent what is in the way of ours.
  if (code === "exists") return { type: "taken-over" };
  const isRefusal = status >= 400 && status < 500 && status !== 429;
  return { type: "failed", reason: isRefusal ? "refused" : "signal-lost" };
}
