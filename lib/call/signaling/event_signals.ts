/**
 * From what the server tells to what the session hears.
 *
 * @module
 */

import type { RtcEvent } from "@/lib/protocol/events.ts";
import { toCandidateInit } from "./candidates.ts";
import type { Signal } from "./signals.ts";

/** The signal that an event of the running call becomes; `null` for none. */
export function signalOf(event: RtcEvent): Signal | null {
  switch (event.name) {
    case "matched": {
      const { offer } = event.data;
      return offer === undefined ? null : { type: "offer", ...offer };
    }
    case "offer":
    case "answer": {
      const { sdp, gen } = event.data;
      return { type: event.name, sdp, gen };
    }
    case "ice":
      return {
        type: "ice",
        candidates: event.data.candidates.map(toCandidateInit),
      };
    case "peer-left":
      return { type: "peer-left" };
    case "back-asked":
      return { type: "back-asked", pairId: event.data.pairId };
    case "restart":
      return { type: "restart" };
    case "peer-state":
      return { type: "peer-state", state: event.data.state };
  }
}
