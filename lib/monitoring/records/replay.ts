/**
 * Plays a member's emissions again, for the record of the call.
 *
 * The same rules that make the live state make the record, so both agree. What
 * several instances logged twice counts once.
 *
 * @module
 */

import type { CallStats } from "@/lib/protocol/call_stats.ts";
import type { LoggedEmission } from "@/lib/monitoring/live/live_rows.ts";
import {
  NO_STATE,
  receive,
  statsOf,
} from "@/lib/monitoring/live/member_state.ts";

/** A member's state at one moment. */
export interface Sample {
  /** When, by the server's clock, Unix milliseconds. */
  at: number;
  /** What the page said; a missing field is unknown. */
  stats: CallStats;
}

/** An emission may have been under way for so long, milliseconds. */
const LONGEST_WAY_MS = 60_000;

/**
 * Makes the states of a member out of what was logged.
 *
 * @param logged In any order, some perhaps twice.
 * @returns In the order of time.
 */
export function replay(logged: readonly LoggedEmission[]): Sample[] {
  const samples: Sample[] = [];
  let state = NO_STATE;
  for (const { at, emission } of inOrder(logged)) {
    const received = receive(state, { pairId: "", ...emission }, at);
    if (received.reception !== "news") continue;
    state = received.state;
    samples.push({ at, stats: statsOf(state) });
  }
  return samples;
}

/**
 * When each emission was sent, by the server's clock: the one that was on its
 * way for the shortest time tells how far apart the two clocks are. A clock
 * that was set in mid-call cannot move one beyond the longest way.
 */
function inOrder(
  logged: readonly LoggedEmission[],
): { at: number; emission: LoggedEmission }[] {
  const each = new Map<string, LoggedEmission>();
  for (const emission of logged) {
    const name = `${emission.ts} ${emission.seq}`;
    const known = each.get(name);
    const isFirst = known === undefined ||
      emission.receivedAt < known.receivedAt;
    if (isFirst) each.set(name, emission);
  }
  const all = [...each.values()];
  const skewMs = all.reduce(
    (least, { receivedAt, ts }) => Math.min(least, receivedAt - ts),
    Infinity,
  );
  return all.map((emission) => {
    const { receivedAt, ts } = emission;
    const sentAt = Math.round(ts + skewMs);
    return { at: Math.max(receivedAt - LONGEST_WAY_MS, sentAt), emission };
  }).sort((a, b) => a.at - b.at || a.emission.seq - b.emission.seq);
}
