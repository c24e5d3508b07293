/**
 * From news to the events that a member is told.
 *
 * @module
 */

import type { RtcEvent } from "@/lib/protocol/events.ts";
import type { Descriptions } from "./descriptions.ts";
import type { News } from "./news.ts";

/** Where the details of an event are read. */
export interface EventSources {
  /** Offers and answers. */
  descriptions: Pick<Descriptions, "get">;
}

/**
 * Fills in what an entry tells of.
 *
 * @returns `null` when what it tells of is gone: the call is over, or another
 * negotiation took its place.
 */
export async function eventOf(
  news: News,
  { descriptions }: EventSources,
): Promise<RtcEvent | null> {
  if ("candidates" in news) {
    const { pairId, candidates } = news;
    return { name: "ice", data: { pairId, candidates } };
  }
  const { entry } = news;
  const { pairId } = entry;
  switch (entry.type) {
    case "matched": {
      const { role, hasOffer } = entry;
      const offer = hasOffer && role === "callee"
        ? await descriptions.get("offer", pairId, 0)
        : null;
      const data = { pairId, role, ...(offer !== null && { offer }) };
      return { name: "matched", data };
    }
    case "offer":
    case "answer": {
      const found = await descriptions.get(entry.type, pairId, entry.gen);
      return found && { name: entry.type, data: { pairId, ...found } };
    }
    case "peer-state":
      return { name: "peer-state", data: { pairId, state: entry.state } };
    case "restart":
    case "peer-left":
    case "back-asked":
      return { name: entry.type, data: { pairId } };
    default:
      // Older versions of the site told of candidates here.
      return null;
  }
}
