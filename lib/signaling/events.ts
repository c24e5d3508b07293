/**
 * From entries of an inbox to the events that a member is told.
 *
 * @module
 */

import type { IceCandidate } from "@/lib/protocol/candidate.ts";
import type { Description } from "@/lib/protocol/description.ts";
import type { RtcEvent } from "@/lib/protocol/events.ts";
import { peerSideOf } from "@/lib/protocol/role.ts";
import type { Descriptions } from "./descriptions.ts";
import type { IceLog } from "./ice_log.ts";
import type { ReadEntry } from "./inbox.ts";
import { roleIn } from "./pair.ts";
import type { Pairs } from "./pairs.ts";

/** Where the details of an event are read. */
export interface EventSources {
  /** Calls. */
  pairs: Pick<Pairs, "use" | "idOf">;
  /** Offers and answers. */
  descriptions: Pick<Descriptions, "get">;
  /** Candidates. */
  iceLog: Pick<IceLog, "readBatch">;
}

/**
 * Fills an entry in.
 *
 * @returns `null` when what it tells of is gone: the call is over, or another
 * negotiation took its place.
 */
export async function eventOf(
  { id, entry }: ReadEntry,
  anonId: string,
  sources: EventSources,
): Promise<RtcEvent | null> {
  const { pairId } = entry;
  switch (entry.type) {
    case "matched": {
      const { role, hasOffer } = entry;
      const offer = hasOffer && role === "callee"
        ? await readDescription(sources, "offer", { pairId, gen: 0 })
        : null;
      const data = { pairId, role, ...(offer !== null && { offer }) };
      return { name: "matched", data };
    }
    case "offer":
    case "answer": {
      const place = { pairId, gen: entry.gen };
      const found = await readDescription(sources, entry.type, place);
      return found && { name: entry.type, data: { pairId, ...found } };
    }
    case "ice": {
      const candidates = await readCandidates(sources, { id, pairId, anonId });
      return candidates && { name: "ice", data: { pairId, candidates } };
    }
    case "peer-state":
      return { name: "peer-state", data: { pairId, state: entry.state } };
    case "restart":
    case "peer-left":
    case "back-asked":
      return { name: entry.type, data: { pairId } };
  }
}

async function readDescription(
  { descriptions }: EventSources,
  kind: "offer" | "answer",
  { pairId, gen }: { pairId: string; gen: number },
): Promise<Description | null> {
  return await descriptions.get(kind, pairId, gen);
}

async function readCandidates(
  { pairs, iceLog }: EventSources,
  { id, pairId, anonId }: { id: string; pairId: string; anonId: string },
): Promise<readonly IceCandidate[] | null> {
  const pair = await pairs.use(pairId);
  const role = pair === null ? null : roleIn(pair, anonId);
  if (role === null) return null;
  return await iceLog.readBatch(pairId, peerSideOf(role), id);
}
