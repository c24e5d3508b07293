/**
 * What of the database is the state of calls: short-lived, and asked for in
 * every request. A store that this process owns keeps it in memory.
 *
 * @module
 */

/** First parts of its keys: all of `matching/keys.ts` and `signaling/keys.ts`. */
export const CALL_STATE: readonly string[] = [
  "ticket",
  "ticket_offer",
  "waiting",
  "waiting_count",
  "recent",
  "waits",
  "block",
  "pair",
  "pair_by_anon",
  "pair_count",
  "first_offer",
  "offer",
  "answer",
  "ice",
  "ice_read",
  "leftovers",
  "pair_end",
  "skip",
  "inbox",
  "inbox_bell",
];
