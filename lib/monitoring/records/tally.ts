/**
 * What a call's record adds to the roll-up.
 *
 * @module
 */

import {
  CallTally,
  type PlainCallTally,
} from "@/lib/monitoring/calls/call_tally.ts";
import type { GatheredCall } from "./gather_call.ts";
import type { MemberRecord } from "./member_record.ts";
import type { Sample } from "./replay.ts";

/** A word of a member holds no longer than this, milliseconds. */
const LONGEST_MS = 15_000;

/** Adds one call up. */
export function tallyOf(
  { members, samples, verdict }: Pick<GatheredCall, "samples" | "verdict"> & {
    members: readonly Pick<MemberRecord, "id" | "relayed">[];
  },
): PlainCallTally {
  const tally = new CallTally();
  tally.addCall(verdict.place);
  for (const { id, relayed } of members) {
    if (relayed !== null) tally.addRelayed(relayed.bytes, relayed.because);
    addWords(tally, samples.get(id) ?? []);
  }
  return tally.toPlain();
}

function addWords(tally: CallTally, samples: readonly Sample[]): void {
  samples.forEach(({ at, stats }, i) => {
    const nextAt = samples[i + 1]?.at ?? at + LONGEST_MS;
    tally.addWord({ ...stats, heldMs: Math.min(LONGEST_MS, nextAt - at) });
  });
}
