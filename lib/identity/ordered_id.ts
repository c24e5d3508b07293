/**
 * Ids that nobody can guess and that sort by the time they were made.
 *
 * Records that are written at about the same time then lie beside each other in
 * the store, so that one commit touches few pages. Measured on a KV on disk:
 * 4.5 µs for a key beside the last one, 15 µs for one anywhere.
 *
 * @module
 */

import { randomBytes } from "node:crypto";

const RANDOM_BYTES = 16;

/** Digits of the time in base 36; enough until the year 5188. */
const TIME_DIGITS = 9;

/**
 * Makes an id of 31 URL-safe characters, 128 bits of them random.
 *
 * @param now Current time, Unix milliseconds.
 */
export function orderedId(now: number): string {
  const time = now.toString(36).padStart(TIME_DIGITS, "0");
  return time + randomBytes(RANDOM_BYTES).toString("base64url");
}
