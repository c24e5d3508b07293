/**
 * How much of a member's call went over its relay, and what that costs.
 *
 * @module
 */

import type { RelayCost } from "@/lib/monitoring/overview/call_record.ts";
import type { Sample } from "./replay.ts";

/** Bytes of a gigabyte, as providers of relays bill it. */
const GB = 1e9;

/** What was relayed. */
export interface Relayed {
  /** Bytes of both directions: the relay carries, and bills, both. */
  bytes: number;
  /** Whether no direct path worked, or the member asked for a relay. */
  because: "needed" | "chosen";
}

/**
 * Adds up what a member's relay carried. A page that is loaded anew counts from
 * 0 again, so what is added up is what the count grew by.
 *
 * @returns `null` when nothing was relayed.
 */
export function relayedBytes(samples: readonly Sample[]): Relayed | null {
  let bytes = 0;
  let last = 0;
  let isChosen = false;
  for (const { stats } of samples) {
    if (stats.isRelayed && stats.isRelayChosen) isChosen = true;
    const { relayedBytes: count } = stats;
    if (count === undefined) continue;
    bytes += count >= last ? count - last : count;
    last = count;
  }
  return bytes === 0
    ? null
    : { bytes, because: isChosen ? "chosen" : "needed" };
}

/**
 * Prices what was relayed.
 *
 * @param costPerGb Price of a gigabyte.
 */
export function relayCost(
  { bytes, because }: Relayed,
  costPerGb: number,
): RelayCost {
  return { relayedBytes: bytes, because, cost: bytes / GB * costPerGb };
}
