/**
 * Asking clients to come back later.
 *
 * @module
 */

import { ApiError } from "@/lib/protocol/errors.ts";

/** Longest that a client is asked to wait, seconds. */
const MAX_WAIT_SECONDS = 5;

/**
 * The answer of a server that cannot answer now. When to come back is drawn by
 * lot, so that those who were sent away together do not return together.
 *
 * @param info Why, for a person.
 * @param random Source of chance in [0, 1).
 */
export function unavailable(
  info: string,
  random: () => number = Math.random,
): ApiError {
  const waitSeconds = 1 + Math.floor(random() * MAX_WAIT_SECONDS);
  return new ApiError("unavailable", info, {
    "retry-after": String(waitSeconds),
  });
}
