/**
 * Bounds that both sides keep to: the page so that nothing of its own is
 * refused, the server because anybody can post.
 *
 * @module
 */

/** Countries that a visitor may pick. */
export const MAX_COUNTRIES = 20;
/** Interests that a visitor may name. */
export const MAX_INTERESTS = 10;
/** For how long shared interests come before waiting time, milliseconds. */
export const INTEREST_FIRST_MS = 5_000;
/** Length of one interest, in characters. */
export const MAX_INTEREST_CHARS = 40;
/** Length of a session description, in characters; a KV value holds 64 KiB. */
export const MAX_SDP_CHARS = 30_000;
/** Length of one candidate's line, in characters. */
export const MAX_CANDIDATE_CHARS = 2_000;
/** Candidates of one post. */
export const MAX_CANDIDATES = 50;
/**
 * Highest number of a negotiation: 100 a pair, so that a pair can only fill so
 * much of the store. A call that restarts more often than that is lost anyway.
 */
export const MAX_GEN = 99;
/** Longest that a refused client is asked to wait, and waits, in seconds. */
export const MAX_RETRY_AFTER_SECONDS = 10;
/** Latest moment that JavaScript's `Date` can tell, Unix milliseconds. */
export const LATEST_MS = 8_640_000_000_000_000;
