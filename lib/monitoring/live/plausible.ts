/**
 * How much of what a page says about bytes is believed. They become money, and
 * anybody can write a page of their own.
 *
 * @module
 */

import type { CallStatsDelta } from "@/lib/protocol/call_stats.ts";

/**
 * More than any call moves in one direction: browsers hold video below 2.5
 * Mbit/s unless they are told otherwise, and we do not.
 */
const MAX_BITS_PER_SECOND = 20_000_000;

/** A call may have begun so much before the pair's clock says, milliseconds. */
const SLACK_MS = 5_000;

/**
 * Holds counted bytes down to what a call of that length can have moved.
 *
 * @param metrics What a member's page says.
 * @param lastedMs How long the call has lasted by the server's clock, ms.
 */
export function plausible(
  metrics: CallStatsDelta,
  lastedMs: number,
): CallStatsDelta {
  const seconds = (Math.max(0, lastedMs) + SLACK_MS) / 1000;
  const maxBytes = seconds * MAX_BITS_PER_SECOND / 8;
  const held = { ...metrics };
  for (const name of ["bytesUp", "bytesDown", "relayedBytes"] as const) {
    const value = held[name];
    if (typeof value !== "number") continue;
    held[name] = Math.min(
      value,
      name === "relayedBytes" ? 2 * maxBytes : maxBytes,
    );
  }
  return held;
}
