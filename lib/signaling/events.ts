/**
 * From news to the events that a member is told.
 *
 * @module
 */

import type { DescriptionKind } from "@/lib/protocol/description.ts";
import type { RtcEvent } from "@/lib/protocol/events.ts";
import type { Match } from "@/lib/protocol/role.ts";
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
 * @returns At once where nothing has to be read for it. `null` when what it tells
 * of is gone: the call is over, or another negotiation took its place.
 */
export function eventOf(
  news: News,
  { descriptions }: EventSources,
): RtcEvent | null | Promise<RtcEvent | null> {
  if ("candidates" in news) {
    const { pairId, candidates } = news;
    return { name: "ice", data: { pairId, candidates } };
  }
  const { entry } = news;
  const { pairId } = entry;
  switch (entry.type) {
    case "matched": {
      const { role, hasOffer } = entry;
      return hasOffer && role === "callee"
        ? matchedWithOffer({ pairId, role }, descriptions)
        : { name: "matched", data: { pairId, role } };
    }
    case "offer":
    case "answer":
      return described(entry.type, { pairId, gen: entry.gen }, descriptions);
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

async function matchedWithOffer(
  match: Match,
  descriptions: EventSources["descriptions"],
): Promise<RtcEvent> {
  const offer = await descriptions.get("offer", match.pairId, 0);
  const data = offer === null ? match : { ...match, offer };
  return { name: "matched", data };
}

async function described(
  name: DescriptionKind,
  { pairId, gen }: { pairId: string; gen: number },
  descriptions: EventSources["descriptions"],
): Promise<RtcEvent | null> {
  const found = await descriptions.get(name, pairId, gen);
  return found && { name, data: { pairId, ...found } };
}
