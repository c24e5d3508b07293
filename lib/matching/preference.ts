/**
 * Whom to try first among those who fit.
 *
 * @module
 */

import { INTEREST_FIRST_MS } from "@/lib/protocol/limits.ts";
import { type Profile, sharesInterest } from "@/lib/protocol/profile.ts";

/** How many of the longest waiting are looked at for a shared interest. */
export const INTEREST_DEPTH = 30;

/** Somebody who looks for a partner. */
export interface Seeker extends Profile {
  /** When they joined the queue, Unix milliseconds. */
  enqueuedAt: number;
}

/** Says whether shared interests still decide for this seeker. */
export function prefersInterests(seeker: Seeker, now: number): boolean {
  return seeker.interests.length > 0 &&
    now - seeker.enqueuedAt < INTEREST_FIRST_MS;
}

/**
 * Puts those who share an interest first and keeps the order otherwise.
 *
 * @param waiting People who fit, longest waiting first.
 */
export function byInterest<T extends Profile>(
  seeker: Seeker,
  waiting: readonly T[],
): T[] {
  return [
    ...waiting.filter((other) => sharesInterest(seeker, other)),
    ...waiting.filter((other) => !sharesInterest(seeker, other)),
  ];
}
