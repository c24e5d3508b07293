/**
 * Reads out of an inbox what a page without the event stream asks for.
 *
 * @module
 */

import type { PolledEvent, PolledNews } from "@/lib/protocol/polled_news.ts";
import { FIRST_ID, type Inboxes, type ReadEntry } from "./inbox.ts";

/**
 * Reads the news after a position.
 *
 * @param after Where reading ended; `null` for whoever only begins, who is told
 * nothing of what happened before.
 */
export async function readPolledNews(
  inboxes: Pick<Inboxes, "read">,
  anonId: string,
  after: string | null,
): Promise<PolledNews> {
  const read = await inboxes.read(anonId, after ?? FIRST_ID);
  return {
    position: read.at(-1)?.id ?? after ?? FIRST_ID,
    events: after === null ? [] : read.flatMap(polledEventOf),
  };
}

/** A list of one; of none for what other calls tell. */
function polledEventOf({ entry }: ReadEntry): PolledEvent[] {
  const { pairId } = entry;
  switch (entry.type) {
    case "restart":
    case "back-asked":
      return [{ name: entry.type, data: { pairId } }];
    case "peer-state":
      return [{ name: entry.type, data: { pairId, state: entry.state } }];
    default:
      return [];
  }
}
