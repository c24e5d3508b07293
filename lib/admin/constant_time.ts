/**
 * Comparing secrets without telling how much of a guess was right.
 *
 * @module
 */

import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Says whether two secrets are the same, in a time that depends on neither.
 *
 * Both are hashed first, so that not even their lengths show.
 */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
