/**
 * Candidates from the wire, as a connection takes them.
 *
 * @module
 */

import type { IceCandidate } from "@/lib/protocol/candidate.ts";

/** Reads a candidate. Scripts may post a bare line: it belongs to the one transport there is. */
export function toCandidateInit(cand: IceCandidate): RTCIceCandidateInit {
  if (typeof cand === "string") {
    return { candidate: cand, sdpMid: "0", sdpMLineIndex: 0 };
  }
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = cand;
  return {
    candidate,
    ...(sdpMid !== undefined && { sdpMid }),
    ...(sdpMLineIndex !== undefined && { sdpMLineIndex }),
    ...(usernameFragment !== undefined && { usernameFragment }),
  };
}
