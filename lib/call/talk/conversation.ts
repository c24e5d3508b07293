/**
 * What two people wrote to each other in one call, as pure functions. It is
 * kept in the page alone.
 *
 * @module
 */

/** Texts that are kept; older ones are dropped. */
export const MAX_ENTRIES = 300;

/** Who wrote a text. */
export type Writer = "us" | "them";

/** One text. */
export interface Entry {
  /** Grows with every text that the page ever showed. */
  readonly id: number;
  /** Who wrote it. */
  readonly from: Writer;
  /** What it says: plain text, never markup. */
  readonly text: string;
}

/**
 * Whether texts get through: `none` until the other side was heard of, which
 * one without a text chat never is; `flooded` once they sent so much that we
 * closed the channel; `over` when the call is.
 */
export type Line = "none" | "open" | "flooded" | "over";

/** A conversation as it is seen. */
export interface Conversation {
  /** Whether texts get through. */
  readonly line: Line;
  /** The last texts, oldest first. */
  readonly entries: readonly Entry[];
  /** Whether the other side is writing just now. */
  readonly isPeerTyping: boolean;
  /** Number of the next text. */
  readonly nextId: number;
}

/** Where a page begins. */
export const NO_CONVERSATION: Conversation = {
  line: "none",
  entries: [],
  isPeerTyping: false,
  nextId: 0,
};

/** Adds a text, unless it is blank; one of theirs ends their typing anyway. */
export function addText(
  conversation: Conversation,
  from: Writer,
  text: string,
): Conversation {
  const { entries, nextId } = conversation;
  const isPeerTyping = from === "us" && conversation.isPeerTyping;
  const trimmed = text.trim();
  if (trimmed === "") return { ...conversation, isPeerTyping };
  const kept = entries.slice(-(MAX_ENTRIES - 1));
  return {
    ...conversation,
    entries: [...kept, { id: nextId, from, text: trimmed }],
    isPeerTyping,
    nextId: nextId + 1,
  };
}

/** Forgets everything but how many texts there were. */
export function cleared({ nextId }: Conversation): Conversation {
  return { ...NO_CONVERSATION, nextId };
}

/**
 * Counts the texts of the other side that were not seen.
 *
 * @param seenId Number of the next text when the visitor last looked.
 */
export function countUnread(
  { entries }: Conversation,
  seenId: number,
): number {
  return entries.filter(({ from, id }) => from === "them" && id >= seenId)
    .length;
}
